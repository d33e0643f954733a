import type { JournalView } from '../../domain/journal.js';
import type { Charset } from '../../report/figures/marks.js';
import type { RoundRow } from '../../report/roundRow.js';
import type { HeaderInfo } from '../data.js';
import type { KeyCommand, ScreenName } from '../keyCommand.js';
import { bodyHeight, type Size } from '../present/layout.js';
import type { Look } from '../present/look.js';
import { startZones } from '../present/startColumns.js';
import { type AppData, type AppState, placeOf, rowAt, viewAt } from './app.js';
import { selectedRound, shownRounds } from './rounds.js';

/** What this session can do beside reading. */
interface Abilities {
  readonly replay: boolean;
  readonly compare: boolean;
  readonly probe: boolean;
  readonly export: boolean;
  readonly pause: boolean;
}

/** What the screens stand on besides their own state. */
export interface World {
  readonly data: AppData;
  readonly size: Size;
  readonly charset: Charset;
  readonly color: boolean;
  readonly header: HeaderInfo;
  readonly can: Abilities;
  /** Of every time that is shown: `UTC`, `local` or an IANA name. */
  readonly timeZone: string;
  /** This machine's zone, where it is another one; null where it is the same, or is not told. */
  readonly localZone: string | null;
  /** The table of keys, with those that a person chose. */
  readonly keys: readonly KeyCommand[];
  readonly resumeCommand: (view: JournalView) => string;
  readonly commandLine: (words: readonly string[]) => string;
}

export const lookOf = (world: World): Look => ({
  charset: world.charset,
  width: world.size.columns,
  height: bodyHeight(world.size),
});

/** The zones in which the list of rounds says when each began. */
export const zonesOf = ({ data, timeZone, localZone, size }: World): readonly string[] =>
  startZones(data.rows, { zone: timeZone, localZone }, size.columns);

/** The round that the keys act on: the selected one of the list, or the one on the screen. */
export const currentRow = (state: AppState, world: World): RoundRow | null => {
  const place = placeOf(state);
  if (place.screen === 'round' || place.screen === 'weights') return rowAt(world.data, place);
  if (place.screen === 'live') {
    const view = viewAt(world.data, place);
    const last = view?.results.at(-1);
    return (
      world.data.rows.find((row) => row.replay.path === view?.path && row.roundId === last?.roundId) ?? null
    );
  }
  return selectedRound(shownRounds(world.data.rows, state.rounds), state.rounds);
};

/** The replay that the header names. */
export const currentView = (state: AppState, world: World): JournalView | null => {
  const place = placeOf(state);
  if (place.screen === 'live') return viewAt(world.data, place);
  return currentRow(state, world)?.replay ?? world.data.views.at(-1) ?? null;
};

/** The screen under help, filter, palette and question. */
export const screenOf = (state: AppState): ScreenName => placeOf(state).screen;
