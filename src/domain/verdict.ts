import type { BlockHash, BlockNumber } from './block.js';
import type { Gate, PairedDuel, TokenMode } from './duel.js';
import type { Hotkey, Uid } from './identity.js';
import type { ContenderDecision } from './round.js';
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

/** A broken rule that needs no model to show. `code` is the list of `docs/methodology.md` (A1 ... G6). */
export interface Breach {
  readonly code: string;
  readonly title: string;
  readonly uid: Uid;
  /** True when it changes who holds the crown: rows with more than half of the permitted stake weight show it. */
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

/** What is said about one round: the unit of the audit's JSON, of the journal and of every screen. */
export interface RoundResult {
  readonly roundId: number;
  readonly seedBlock: BlockNumber;
  readonly seedHash: BlockHash | null;
  readonly cutoffBlock: BlockNumber;
  readonly activationBlock: BlockNumber;
  readonly eraId: string | null;
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
  /** Who the validators' rows crown: largest stake-weighted total among the rows decided in this round. */
  readonly claimedUid: Uid | null;
  /** Hotkeys that held `claimedUid` while rows of this round paid it: one, or two when the UID was recycled. */
  readonly claimedHotkeys: readonly Hotkey[];
  readonly decisions: readonly Decision[];
  readonly noise: NoiseFloor | null;
  readonly prompts: { readonly drawn: number; readonly scored: number; readonly shard: number } | null;
  readonly validators: readonly ValidatorRow[];
  readonly breaches: readonly Breach[];
}
