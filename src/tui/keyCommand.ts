/** Places in which keys mean something. The last three lie over a screen and take all keys while they are open. */
export type KeyPlace = 'rounds' | 'round' | 'weights' | 'live' | 'filter' | 'help' | 'quit';
export type ScreenName = 'rounds' | 'round' | 'weights' | 'live';

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
  readonly tab: 'duel' | 'contenders';
  readonly hasPrevious: boolean;
  readonly hasNext: boolean;
  readonly hasCopy: boolean;
  /** There is a screen or a filter to leave. */
  readonly canGoBack: boolean;
  readonly canReplay: boolean;
  /** A replay started here is running. */
  readonly running: boolean;
  /** An unfinished replay exists that can be watched. */
  readonly hasLive: boolean;
  readonly color: boolean;
  /** Help has an action selected. */
  readonly hasChoice: boolean;
}

export interface KeyCommand {
  readonly id: CommandId;
  readonly keys: readonly string[];
  readonly label: string;
  /** One sentence for help and docs. */
  readonly tooltip: string;
  readonly places: readonly KeyPlace[];
  /** Short form for the last row; absent = only in help. */
  readonly hint?: string;
  /** Rank in the last row: the highest is dropped first. */
  readonly rank?: number;
  /** Why it cannot be done now, or null when it can. */
  readonly disabledReason?: (facts: KeyFacts) => string | null;
}

export type CommandId =
  | 'move.down'
  | 'move.up'
  | 'move.first'
  | 'move.last'
  | 'move.pageDown'
  | 'move.pageUp'
  | 'round.open'
  | 'filter.open'
  | 'filter.keep'
  | 'filter.clear'
  | 'sort.next'
  | 'show.findings'
  | 'show.moved'
  | 'weights.open'
  | 'live.open'
  | 'round.previous'
  | 'round.next'
  | 'challenger.previous'
  | 'challenger.next'
  | 'tab.next'
  | 'tab.duel'
  | 'tab.contenders'
  | 'copy'
  | 'replay'
  | 'help.open'
  | 'help.run'
  | 'help.down'
  | 'help.up'
  | 'help.close'
  | 'theme.next'
  | 'redraw'
  | 'back'
  | 'quit'
  | 'quit.yes'
  | 'quit.no'
  | 'interrupt';

export const unlessMovable = (facts: KeyFacts): string | null =>
  facts.movable ? null : 'everything is on the screen';
const unlessRound = (facts: KeyFacts): string | null => (facts.hasRound ? null : 'no round is shown');
export const unlessResult = (facts: KeyFacts): string | null =>
  facts.hasResult ? null : facts.hasRound ? 'this round is not replayed yet' : 'no round is shown';
export const unlessSeveral = (facts: KeyFacts): string | null => {
  if (facts.tab !== 'duel') return 'tab 1 goes through the challengers';
  if (facts.challengers > 1) return null;
  return facts.challengers === 1 ? 'this round has one challenger' : 'this round has no challenger';
};
export const unlessReplay = (facts: KeyFacts): string | null => {
  if (!facts.canReplay) return 'this session only reads; run recrown audit instead';
  if (facts.running) return 'a replay started here is still running';
  return unlessRound(facts);
};
