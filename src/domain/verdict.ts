import type { BlockHash, BlockNumber } from './block.js';
import type { Gate, PairedDuel, TokenMode } from './duel.js';
import type { Hotkey, Uid } from './identity.js';
import type { ChallengerPlan, ContenderDecision } from './round.js';
import type { RoundQuality, WhatIf } from './roundQuality.js';
import type { TrustTier } from './trust.js';
import type { ValidatorRow, WeightEntry } from './weights.js';

export type Verdict =
  | 'confirmed'
  | 'wrong-crown'
  | 'inconclusive'
  | 'unverifiable'
  | 'consistent'
  | 'policy-split'
  | 'not-replayed';

/** What made a crown wrong. Found by swapping one input at a time. */
export type Cause = 'inputs' | 'scores' | 'rules' | 'weights';

/**
 * What a breach is: `breach` = the evaluator's own rule was not met; `defect` = the rule itself has it so, and gives the
 * crown to the wrong one; `difference` = validators differ or lag, each by its own state.
 */
export type BreachNature = 'breach' | 'defect' | 'difference';

/** A way to a wrong crown that needs no model to show. `code` is the list of `docs/breaches.md` (A1 ... G6). */
export interface Breach {
  readonly code: string;
  readonly nature: BreachNature;
  readonly title: string;
  readonly uid: Uid;
  /** True when it changes who should hold the crown under every legal rule: rows with more than half of the permitted stake weight show it. */
  readonly decisive: boolean;
  /** Blocks, keys and values that show it, in sentences. */
  readonly evidence: readonly string[];
}

/** The crown that the era's rule gives on our scores, under one legal setting. */
export interface Decision {
  readonly setting: string;
  readonly winnerUid: Uid | null;
  readonly reason: string;
  /** The row that a validator with this setting sets, ascending by UID. */
  readonly expected: readonly WeightEntry[];
}

export interface RoundContender {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly repo: string;
  readonly revision: string;
  readonly committedAt: BlockNumber;
}

/** One challenger with everything that decided about it. */
export interface ChallengerResult extends RoundContender {
  readonly gates: readonly Gate[];
  /** Replayed on the pinned text; null when no model was run. */
  readonly replayed: PairedDuel | null;
  /** As the validator published it; null when it published none. */
  readonly claimed: PairedDuel | null;
  readonly meanKl: number | null;
  readonly claimedMeanKl: number | null;
  readonly quality: number | null;
  readonly kingQuality: number | null;
}

/** The measured disagreement of king against king: two forms of each recurrence on the same text. */
export interface NoiseFloor {
  /** Largest absolute difference of a prompt's KL, nats per position; never under 1e-6. */
  readonly noiseNats: number;
  /** Absolute difference of the mean KL. */
  readonly meanNats: number;
  readonly n: number;
  readonly forms: readonly [string, string];
}

/** The noise band that a verdict holds over (rule: noise band, docs/methodology.md). */
export interface VerdictBand {
  /** Family-wise error that the band stands for, over all audited rounds. */
  readonly alpha: number;
  /** Gates of the audited range that are decided by a statistic. */
  readonly m: number;
  /** Standard errors: the normal quantile of 1 - alpha / m, per side. */
  readonly z: number;
  readonly formula: string;
  /** Half-width in the mean of a duel, nats per position. */
  readonly halfWidthNats: number;
}

/** How well replayed scores agree with the published ones; null = that level could not be tested. Never one tick. */
export interface ScoreAgreement {
  /** L0: the same bits. */
  readonly identical: boolean | null;
  /** L1: equivalent within a margin, by two one-sided tests on the paired differences. */
  readonly equivalent: boolean | null;
  /** L2: the same decision. */
  readonly sameDecision: boolean | null;
  /** Margin of L1, nats per position, and the larger p of its two tests. */
  readonly marginNats: number | null;
  readonly p: number | null;
}

/** What would settle an inconclusive round, by the statistic that is closest to its line. */
export interface Unsettled {
  readonly uid: Uid;
  readonly gate: string;
  /** Likelihood of the measured statistic against that of one on the line, at least 1. */
  readonly likelihoodRatio: number;
  /** Prompts in all that would bring the band off the line at the measured mean; null when no number does. */
  readonly promptsNeeded: number | null;
}

/** What is said about one round: the unit of the audit's JSON, of the journal and of every screen. */
export interface RoundResult {
  readonly roundId: number;
  readonly seedBlock: BlockNumber;
  readonly seedHash: BlockHash | null;
  /**
   * When the seed block's slot began, UTC, `2026-06-11T20:48:00Z`: the block was made within a slot from then. Absent
   * where its header does not tell, where no state was read, and in replays of older versions.
   */
  readonly seedTime?: string;
  readonly cutoffBlock: BlockNumber;
  readonly activationBlock: BlockNumber;
  readonly eraId: string | null;
  /** Other eras that may have been in force, because boundaries are not known exactly. */
  readonly otherEras: readonly string[];
  /** The weakest tier of the chain facts that the round rests on; null when no state was read. */
  readonly trust: TrustTier | null;
  readonly verdict: Verdict;
  readonly cause: Cause | null;
  readonly conditional: boolean;
  /** Share of the decisive weight that was executed again, 0 to 1. */
  readonly coverage: number;
  readonly tokenMode: TokenMode | null;
  /** One sentence: the answer. */
  readonly summary: string;
  /** One sentence that shows the cause of a wrong crown; null when there is none or it was not found. */
  readonly causeNote: string | null;
  /** Why, how firm, what is missing: one sentence each. */
  readonly reasons: readonly string[];
  readonly king: RoundContender | null;
  readonly challengers: readonly ChallengerResult[];
  readonly contenders: readonly ContenderDecision[];
  /** Every challenger plan that validators may have had, the one that was judged first. */
  readonly plans: readonly ChallengerPlan[];
  /** Who the validators' rows crown: largest stake-weighted total among the rows decided in this round. */
  readonly claimedUid: Uid | null;
  /** Hotkeys that held `claimedUid` while rows of this round paid it: one, or two when the UID was recycled. */
  readonly claimedHotkeys: readonly Hotkey[];
  readonly decisions: readonly Decision[];
  readonly noise: NoiseFloor | null;
  readonly band: VerdictBand | null;
  readonly agreement: ScoreAgreement | null;
  readonly unsettled: Unsettled | null;
  readonly prompts: { readonly drawn: number; readonly scored: number; readonly shard: number } | null;
  readonly validators: readonly ValidatorRow[];
  readonly breaches: readonly Breach[];
  /** Absent where the duel alone was run. */
  readonly quality?: RoundQuality;
  /** Of each defect that was asked for; absent where none was. */
  readonly whatIf?: readonly WhatIf[];
}
