import type { JournalView } from '../../domain/journal.js';
import type { NoTexts, PromptTexts } from '../../domain/promptTexts.js';
import type { RoundRow } from '../../report/roundRow.js';
import type { CompareDocument, DoctorDocument } from '../data.js';
import type { ScreenName } from '../keyCommand.js';
import type { ThemeName } from '../theme.js';
import type { HelpState } from './help.js';
import { initialLive, type LiveState } from './live.js';
import { initialRound, type RoundState } from './round.js';
import { initialRounds, type RoundsState } from './rounds.js';
import { initialWeights, type WeightsState } from './weights.js';

/** A screen and what it shows: a round by its row key, a replay by its path, a comparison as `A..B`. */
export interface Place {
  readonly screen: ScreenName;
  readonly key: string | null;
}

/** The palette over a screen. Everything that is typed is searched for. */
interface PaletteState {
  readonly search: string;
  readonly selected: number;
}

/** Everything that the keys can change. What was read is not part of it. */
export interface AppState {
  /** The way here; the last is on the screen. Never empty. */
  readonly stack: readonly Place[];
  /** Screens that were left, the last one first to come back. */
  readonly ahead: readonly Place[];
  readonly rounds: RoundsState;
  readonly round: RoundState;
  readonly weights: WeightsState;
  readonly live: LiveState;
  /** Selected row, or first line, of every other list and text by its name. */
  readonly cursor: Readonly<Record<string, number>>;
  /** A comparison shows only rounds that change. */
  readonly onlyChanged: boolean;
  readonly help: HelpState | null;
  readonly palette: PaletteState | null;
  /** What was typed into the palette and run, the latest first. */
  readonly recent: readonly string[];
  /** The filter is being typed. */
  readonly filtering: boolean;
  /** The question before quitting is open. */
  readonly quitting: boolean;
  /** Shown in place of the hints until the next key. */
  readonly message: string | null;
  /** The value that the last key copied: the same key again copies the command. */
  readonly copied: string | null;
  readonly theme: ThemeName;
}

/** What an answer from outside is, while it is awaited and after. */
export type Asked =
  | { readonly state: 'busy' }
  | { readonly state: 'failed'; readonly reason: string }
  | { readonly state: 'compare'; readonly document: CompareDocument }
  | { readonly state: 'doctor'; readonly document: DoctorDocument }
  | { readonly state: 'texts'; readonly texts: PromptTexts | NoTexts };

/** What was read from replays. */
export interface AppData {
  readonly views: readonly JournalView[];
  /** Ascending by round. */
  readonly rows: readonly RoundRow[];
  /** One sentence per replay that cannot be read. */
  readonly problems: readonly string[];
  /** Path of the replay that was started here and is not at its end. */
  readonly running: string | null;
  /** That replay is held where it is. */
  readonly paused: boolean;
  /** Ids of journals that are gone: sealing gives a replay another path. */
  readonly moved: Readonly<Record<string, string>>;
  /** Answers by question: `doctor`, `compare A..B`, `texts ROW`. */
  readonly asked: Readonly<Record<string, Asked>>;
}

export const initialState = (theme: ThemeName): AppState => ({
  stack: [{ screen: 'rounds', key: null }],
  ahead: [],
  rounds: initialRounds,
  round: initialRound,
  weights: initialWeights,
  live: initialLive,
  cursor: {},
  onlyChanged: false,
  help: null,
  palette: null,
  recent: [],
  filtering: false,
  quitting: false,
  message: null,
  copied: null,
  theme,
});

export const placeOf = (state: AppState): Place => state.stack.at(-1) ?? { screen: 'rounds', key: null };

/** Screens that the way back holds at most. */
const LONGEST_WAY = 50;

/** Opens a screen on top; opening what is on top already changes nothing but its key. */
export const openPlace = (state: AppState, place: Place): AppState => {
  const top = placeOf(state);
  const kept = top.screen === place.screen ? state.stack.slice(0, -1) : state.stack;
  return { ...state, stack: [...kept, place].slice(-LONGEST_WAY), ahead: [] };
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

/** The question for the texts of a round's prompts, by the row's key. */
export const textsOf = (key: string): string => `texts ${key}`;

/** What must be asked outside for what is on the screen; null when nothing is. */
export const questionOf = (state: AppState): string | null => {
  const { screen, key } = placeOf(state);
  if (screen === 'doctor') return 'doctor';
  if (screen === 'round' && key !== null && state.round.tab === 'prompts') return textsOf(key);
  return screen === 'compare' && key !== null ? `compare ${key}` : null;
};
