import type { ExportFormat } from './data.js';

/** Screens, in the order in which the palette lists them. */
export const SCREEN_NAMES = [
  'rounds',
  'round',
  'weights',
  'eras',
  'reigns',
  'compare',
  'doctor',
  'live',
] as const;
export type ScreenName = (typeof SCREEN_NAMES)[number];

/** Places in which keys mean something. The last four lie over a screen and take all keys while they are open. */
export type KeyPlace = ScreenName | 'filter' | 'help' | 'palette' | 'quit';

export const ROUND_TABS = ['duel', 'prompts', 'quality', 'inputs', 'claim', 'log'] as const;
export type RoundTab = (typeof ROUND_TABS)[number];

/** What the window knows when it asks whether an action can be done now. */
export interface KeyFacts {
  readonly place: KeyPlace;
  /** Rows of the list or lines beyond the window: whether moving changes anything. */
  readonly movable: boolean;
  /** A round is selected or shown. */
  readonly hasRound: boolean;
  /** The shown round has a result. */
  readonly hasResult: boolean;
  readonly challengers: number;
  /** The tab of the round screen that is shown. */
  readonly tab: RoundTab;
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  /** A match beside the selected round: of the filter, without one a wrong crown. */
  readonly hasNextMatch: boolean;
  readonly hasPreviousMatch: boolean;
  readonly filtered: boolean;
  /** What `y` would copy, `Y` as JSON. */
  readonly hasCopy: boolean;
  readonly hasRow: boolean;
  /** What enter opens on lists that are not of rounds. */
  readonly hasTarget: boolean;
  /** The text of the selected prompt is at hand. */
  readonly hasText: boolean;
  /** There is a screen or a filter to leave. */
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  /** Rounds that are marked, and whether they follow one another. */
  readonly marked: number;
  readonly markedInRow: boolean;
  readonly canReplay: boolean;
  /** A replay started here is running; it is the one on the screen; it is paused. */
  readonly running: boolean;
  readonly runningHere: boolean;
  readonly canPause: boolean;
  readonly paused: boolean;
  /** An unfinished replay exists that can be watched. */
  readonly hasLive: boolean;
  readonly canExport: boolean;
  readonly canCompare: boolean;
  readonly canProbe: boolean;
  /** The screen shows an answer that can be asked for again. */
  readonly canAsk: boolean;
  readonly color: boolean;
  /** Help or palette has an action selected. */
  readonly hasChoice: boolean;
}

export interface KeyCommand {
  readonly id: CommandId;
  readonly keys: readonly string[];
  readonly label: string;
  /** One sentence for help and docs. */
  readonly tooltip: string;
  readonly places: readonly KeyPlace[];
  /** Word beside its first key in the last row; absent = only in help and palette. */
  readonly hint?: string;
  /** Its first key stands beside that of this command: `j/k move`. */
  readonly pair?: CommandId;
  /** Rank in the last row: the highest is dropped first. */
  readonly rank?: number;
  /** Why it cannot be done now, or null when it can. */
  readonly disabledReason?: (facts: KeyFacts) => string | null;
}

export type CommandId =
  | `move.${'down' | 'up' | 'first' | 'last' | 'pageDown' | 'pageUp'}`
  | `round.${'open' | 'next' | 'previous'}`
  | `filter.${'open' | 'keep' | 'clear'}`
  | `sort.${'next' | 'column'}`
  | `show.${'findings' | 'moved'}`
  | `mark${'' | '.range' | '.clear'}`
  | `${'weights' | 'eras' | 'reigns' | 'compare' | 'doctor' | 'live' | 'help' | 'palette' | 'target'}.open`
  | `challenger.${'next' | 'previous'}`
  | `tab.${'next' | RoundTab}`
  | `copy${'' | '.row' | '.command'}`
  | `replay${'' | '.marked'}`
  | `live.${'log' | 'stage' | 'level' | 'pause' | 'stop' | 'detach'}`
  | `${'help' | 'palette'}.${'run' | 'down' | 'up' | 'close'}`
  | 'palette.complete'
  | 'prompt.text'
  | `export${'' | `.${Exclude<ExportFormat, 'html'>}`}`
  | `match.${'next' | 'previous'}`
  | 'page'
  | 'probe.again'
  | 'theme.next'
  | 'redraw'
  | 'suspend'
  | 'back'
  | 'forward'
  | `quit${'' | '.yes' | '.no'}`
  | 'interrupt';

export const unlessMovable = (facts: KeyFacts): string | null =>
  facts.movable ? null : 'everything is on the screen';
const unlessRound = (facts: KeyFacts): string | null => (facts.hasRound ? null : 'no round is shown');
export const unlessResult = (facts: KeyFacts): string | null =>
  facts.hasResult ? null : facts.hasRound ? 'this round is not replayed yet' : 'no round is shown';
export const unlessSeveral = (facts: KeyFacts): string | null => {
  if (facts.tab === 'inputs' || facts.tab === 'claim' || facts.tab === 'log')
    return 'this tab is of all challengers';
  if (facts.challengers > 1) return null;
  return facts.challengers === 1 ? 'this round has one challenger' : 'this round has no challenger';
};
export const unlessReplay = (facts: KeyFacts): string | null => {
  if (!facts.canReplay) return 'this session only reads; run recrown audit instead';
  if (facts.running) return 'a replay started here is still running';
  return unlessRound(facts);
};
export const unlessMarked = (facts: KeyFacts): string | null => {
  if (facts.marked === 0) return 'nothing is marked: space marks';
  if (!facts.markedInRow) return 'the marked rounds do not follow one another';
  return unlessReplay({ ...facts, hasRound: true });
};
export const unlessRunningHere = (facts: KeyFacts): string | null => {
  if (facts.runningHere) return null;
  return facts.running
    ? 'another replay was started here'
    : 'it was not started here: stop it where it runs, with ctrl-c';
};
