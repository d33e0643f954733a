import type { JournalView } from '../../domain/journal.js';
import type { ScreenName } from '../keyCommand.js';
import type { RoundRow } from '../present/roundRow.js';
import type { ThemeName } from '../theme.js';
import type { HelpState } from './help.js';
import { initialLive, type LiveState } from './live.js';
import { initialRound, type RoundState } from './round.js';
import { initialRounds, type RoundsState } from './rounds.js';
import { initialWeights, type WeightsState } from './weights.js';

/** A screen and what it shows: a round by its row key, a replay by its path. */
export interface Place {
  readonly screen: ScreenName;
  readonly key: string | null;
}

/** Everything that the keys can change. What was read is not part of it. */
export interface AppState {
  /** The way here; the last is on the screen. Never empty. */
  readonly stack: readonly Place[];
  readonly rounds: RoundsState;
  readonly round: RoundState;
  readonly weights: WeightsState;
  readonly live: LiveState;
  readonly help: HelpState | null;
  /** The filter is being typed. */
  readonly filtering: boolean;
  /** The question before quitting is open. */
  readonly quitting: boolean;
  /** Shown in place of the hints until the next key. */
  readonly message: string | null;
  readonly theme: ThemeName;
}

/** What was read from replays. */
export interface AppData {
  readonly views: readonly JournalView[];
  /** Ascending by round. */
  readonly rows: readonly RoundRow[];
  /** One sentence per replay that cannot be read. */
  readonly problems: readonly string[];
  /** Path of the replay that was started here and is not at its end. */
  readonly running: string | null;
  /** Ids of journals that are gone: sealing gives a replay another path. */
  readonly moved: Readonly<Record<string, string>>;
}

export const initialState = (theme: ThemeName): AppState => ({
  stack: [{ screen: 'rounds', key: null }],
  rounds: initialRounds,
  round: initialRound,
  weights: initialWeights,
  live: initialLive,
  help: null,
  filtering: false,
  quitting: false,
  message: null,
  theme,
});

export const placeOf = (state: AppState): Place => state.stack.at(-1) ?? { screen: 'rounds', key: null };

/** Opens a screen on top; opening what is on top already changes nothing but its key. */
export const openPlace = (state: AppState, place: Place): AppState => {
  const top = placeOf(state);
  const stack = top.screen === place.screen ? [...state.stack.slice(0, -1), place] : [...state.stack, place];
  return { ...state, stack };
};

/** The row that a screen shows; on the rounds screen none. */
export const rowAt = (data: AppData, place: Place): RoundRow | null =>
  data.rows.find((row) => row.key === place.key) ?? null;

/** The replay that the live screen follows, also after it was sealed under another path. */
export const viewAt = (data: AppData, place: Place): JournalView | null => {
  const id = data.moved[place.key ?? ''];
  return (
    data.views.find((view) => view.path === place.key) ??
    data.views.findLast((view) => view.id === id) ??
    null
  );
};

/** The latest replay that is not sealed: the one started here first. */
export const unfinished = (data: AppData): JournalView | null =>
  data.views.find((view) => view.path === data.running) ??
  data.views.findLast((view) => !view.sealed) ??
  null;
