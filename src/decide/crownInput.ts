import type { Absent } from '../domain/absent.js';
import type { Gate, PairedDuel } from '../domain/duel.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { Decision } from '../domain/verdict.js';
import type { NoWinnerTarget } from './noWinnerTarget.js';

/** Composite of a contender, published or computed; every value may be absent. */
export interface CrownComposite {
  readonly axes: Readonly<Record<string, number | null>>;
  readonly brokenAxes: readonly string[];
  readonly worst: number | null;
  readonly weighted: number | null;
  readonly nAxes: number | null;
  readonly version: number | null;
}

/** One contender with what was measured of it. */
export interface CrownContender {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly committedAt: number;
  /**
   * KL per prompt on one teacher text, by index of the filtered list, nats per position; rounded here as the
   * evaluator rounds. A shorter list is a prefix. null = not scored.
   */
  readonly klPerPrompt: readonly number[] | null;
  /** null = no composite at all. */
  readonly composite: CrownComposite | null;
  /** A validator's own numbers, used only where `klPerPrompt` is null: then the decision is one on published numbers. */
  readonly claimed?: ClaimedScores;
}

/** What a published row says of a duel; the gates read these rounded values. */
export interface ClaimedScores {
  readonly meanKl: number | null;
  /** null = the row holds no test; of the king always. */
  readonly test: {
    readonly n: number;
    readonly p: number | null;
    readonly meanDelta: number | null;
    readonly lcb: number | null;
    readonly t: number | null;
    readonly se: number | null;
  } | null;
  /** Prompts that the row counts as scored. */
  readonly prompts: number | null;
}

/** Everything that the crown rule reads, on one teacher text. */
export interface CrownInput {
  /** The seated king; null = a round without an incumbent. */
  readonly king: CrownContender | null;
  readonly challengers: readonly CrownContender[];
  /** Position in the draw of each entry of the filtered list, ascending: a smaller number of prompts is a prefix of the draw. */
  readonly drawIndex: readonly number[];
  /** Stored composite of a king that has none in this round. */
  readonly storedKingComposite: CrownComposite | null;
  /** Published disqualifications, `hotkey:block` to reason. */
  readonly disqualified: Readonly<Record<string, string>>;
  /** `h2h_latest.king_uid` before the round; null = none, absent where no record of it was captured. */
  readonly localKingUid: Uid | null | Absent;
  /** That king with its stored composite, where it was not seated: it stays in the selector's pool. */
  readonly priorKing?: CrownContender | null;
  /** Number of UIDs of the subnet. */
  readonly nUids: number;
}

/** How a crown came about. */
export type CrownKind = 'duel' | 'held' | 'no-duel' | 'kingless';

/** What the rule says about one challenger. */
export interface ChallengerDecision {
  readonly uid: Uid;
  readonly gates: readonly Gate[];
  /** All gates are ok. */
  readonly passes: boolean;
  readonly duel: PairedDuel | null;
  readonly meanKl: number | null;
  readonly quality: number | null;
  readonly qualityAxes: number;
  /** Reason for which this contender is disqualified in this round, or null. */
  readonly disqualified: string | null;
}

/** The crown under one setting, with what led to it. */
export interface CrownDecision extends Decision {
  readonly kind: CrownKind;
  readonly challengers: readonly ChallengerDecision[];
  readonly kingMeanKl: number | null;
  readonly kingQuality: number | null;
  readonly kingDisqualified: string | null;
  /** Passers that could not be told apart from the best one, ascending; empty without a passer. */
  readonly tieCluster: readonly Uid[];
  /** Whom a round without a winner pays, and by which step; its UID is null where each validator's own settings say. */
  readonly noWinner: NoWinnerTarget | null;
  /**
   * Whom the weight may go to by the last kings that the validator may have had, where its record of one was not
   * captured; null = somebody who is not in the round, or nobody. Empty when it is known, or when it decides nothing.
   */
  readonly openUids: readonly (Uid | null)[];
  /** Several pass, and without their scores per prompt it is not known who of them can be told apart. */
  readonly tiesUnknown: boolean;
}
