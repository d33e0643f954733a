import type { JournalView } from '../../domain/journal.js';
import type { RoundResult } from '../../domain/verdict.js';
import type { Charset } from '../../report/figures/marks.js';
import type { HeaderInfo } from '../data.js';
import type { KeyFacts, ScreenName } from '../keyCommand.js';
import {
  bodyHeight,
  contendersLayout,
  liveRoom,
  roundRoom,
  roundsLayout,
  type Size,
} from '../present/layout.js';
import type { Line } from '../present/line.js';
import { liveBody } from '../present/liveBody.js';
import type { Look } from '../present/look.js';
import { roundBody } from '../present/roundBody.js';
import { orderChallengers, type RoundRow } from '../present/roundRow.js';
import { type AppData, type AppState, placeOf, rowAt, unfinished, viewAt } from './app.js';
import { selectedCommand, shownCommands } from './help.js';
import { neighbour, selectedRound, shownRounds } from './rounds.js';
import { shownValidators } from './weights.js';

/** What the screens stand on besides their own state. */
export interface World {
  readonly data: AppData;
  readonly size: Size;
  readonly charset: Charset;
  readonly color: boolean;
  readonly header: HeaderInfo;
  readonly canReplay: boolean;
  readonly resumeCommand: (view: JournalView) => string;
}

export const lookOf = (world: World): Look => ({
  charset: world.charset,
  width: world.size.columns,
  height: bodyHeight(world.size),
});

/** The round that the keys act on: the selected one of the list, or the one on the screen. */
export const currentRow = (state: AppState, world: World): RoundRow | null => {
  const place = placeOf(state);
  if (place.screen === 'rounds')
    return selectedRound(shownRounds(world.data.rows, state.rounds), state.rounds);
  if (place.screen === 'live') {
    const view = viewAt(world.data, place);
    const last = view?.results.at(-1);
    return (
      world.data.rows.find((row) => row.replay.path === view?.path && row.roundId === last?.roundId) ?? null
    );
  }
  return rowAt(world.data, place);
};

/** The replay that the header names. */
export const currentView = (state: AppState, world: World): JournalView | null => {
  const place = placeOf(state);
  if (place.screen === 'live') return viewAt(world.data, place);
  return currentRow(state, world)?.replay ?? world.data.views.at(-1) ?? null;
};

export const duelLines = (state: AppState, row: RoundRow, result: RoundResult, world: World): Line[] =>
  roundBody(
    row.replay,
    result,
    Math.min(state.round.challenger, Math.max(0, orderChallengers(result).length - 1)),
    lookOf(world),
  );

export const liveLines = (state: AppState, view: JournalView, world: World): Line[] =>
  liveBody(view, state.live.replay === view.path ? state.live.seen : [], lookOf(world));

/** How far the screen can move: rows of its list, or lines beyond its window. */
export interface Extent {
  readonly length: number;
  /** Largest first line, where the screen scrolls. */
  readonly maxScroll: number;
  /** Rows of half a page. */
  readonly page: number;
}

export const extentOf = (state: AppState, world: World): Extent => {
  const place = placeOf(state);
  const { height } = lookOf(world);
  const scrolled = (lines: number, room: number): Extent => ({
    length: Math.max(0, lines - room) + 1,
    maxScroll: Math.max(0, lines - room),
    page: Math.floor(room / 2),
  });
  const listed = (length: number, room: number): Extent => ({
    length,
    maxScroll: 0,
    page: Math.floor(room / 2),
  });
  if (place.screen === 'rounds') {
    const layout = roundsLayout(height, world.data.problems.length > 0 ? 1 : 0);
    return listed(shownRounds(world.data.rows, state.rounds).length, layout.table);
  }
  if (place.screen === 'live') {
    const view = viewAt(world.data, place);
    return view === null ? listed(0, 2) : scrolled(liveLines(state, view, world).length, liveRoom(height));
  }
  const row = rowAt(world.data, place);
  const result = row?.result ?? null;
  if (row === null || result === null) return listed(0, 2);
  if (place.screen === 'weights') return listed(shownValidators(result.validators, state.weights).length, 8);
  if (state.round.tab === 'contenders')
    return listed(result.contenders.length, contendersLayout(height).table);
  return scrolled(duelLines(state, row, result, world).length, roundRoom(height));
};

/** The screen under help, filter and question. */
export const screenOf = (state: AppState): ScreenName => placeOf(state).screen;

const copyable = (state: AppState, world: World, row: RoundRow | null): boolean =>
  screenOf(state) === 'live' ? currentView(state, world) !== null : row !== null;

/** What can be done now, for the screen itself or for what lies over it. */
export const factsOf = (state: AppState, world: World, over = true): KeyFacts => {
  const screen = screenOf(state);
  const row = currentRow(state, world);
  const shown = shownRounds(world.data.rows, state.rounds);
  const place = !over
    ? screen
    : state.quitting
      ? 'quit'
      : state.help !== null
        ? 'help'
        : state.filtering
          ? 'filter'
          : screen;
  return {
    place,
    movable: extentOf(state, world).length > 1,
    hasRound: row !== null,
    hasResult: row?.result != null,
    challengers: row?.result?.challengers.length ?? 0,
    tab: state.round.tab,
    hasPrevious: neighbour(screen === 'rounds' ? shown : world.data.rows, row, -1) !== null,
    hasNext: neighbour(screen === 'rounds' ? shown : world.data.rows, row, 1) !== null,
    hasCopy: copyable(state, world, row),
    canGoBack:
      state.stack.length > 1 ||
      screen !== 'rounds' ||
      state.rounds.filter !== '' ||
      state.rounds.onlyFindings ||
      state.rounds.onlyMoved,
    canReplay: world.canReplay,
    running: world.data.running !== null,
    hasLive: unfinished(world.data) !== null,
    color: world.color,
    hasChoice: state.help !== null && selectedCommand(shownCommands(screen, state.help), state.help) !== null,
  };
};
