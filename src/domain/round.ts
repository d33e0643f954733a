import type { BlockHash, BlockNumber } from './block.js';
import type { Hotkey, Uid } from './identity.js';
import type { Revision } from './revision.js';

export type RoundId = number;

/** The blocks of one round. Block arithmetic: `eras`. */
export interface RoundBlocks {
  readonly roundId: RoundId;
  /** Start of the round: its hash draws the prompts, its number seeds probes and benches. */
  readonly seedBlock: BlockNumber;
  /** Last block whose revealed commitments count. */
  readonly cutoffBlock: BlockNumber;
  /** First block at which the round's result may be set as weights. */
  readonly activationBlock: BlockNumber;
  /** First block of the next round. */
  readonly nextSeedBlock: BlockNumber;
}

/** Whoever takes part in a round. */
export interface Contender {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly repo: string;
  readonly revision: Revision;
  /** Reveal block of the commitment: the order in which equals win. */
  readonly committedAt: BlockNumber;
}

/** Kind of refusal that a failed precheck is; EVAL_ERROR is no disqualification. */
export type PrecheckCategory = 'COPY' | 'REMOVED' | 'INVALID' | 'FRAUD' | 'EVAL_ERROR';

/** Outcome of one precheck rule. `not checked` is neither: the reason names what would be needed. */
export interface PrecheckFinding {
  /** Number of the rule (rule: prechecks, docs/methodology.md). */
  readonly rule: number;
  readonly status: 'pass' | 'fail' | 'not checked';
  /** null unless it failed. */
  readonly category: PrecheckCategory | null;
  /** One sentence; of a failure, what was measured. */
  readonly reason: string;
}

/**
 * One list of challengers that a validator may have had. What is pending is a validator's private state, so that
 * several are possible.
 */
export interface ChallengerPlan {
  readonly kind: 'schedule' | 'maintenance' | 'reset' | 'first-eligible';
  /** Validators whose published files give it; empty = no file, so that it is only possible. */
  readonly of: readonly Uid[];
  readonly incumbentUid: Uid | null;
  /** In the order of the plan. */
  readonly challengers: readonly Uid[];
  /** One sentence: what is assumed of the private state. */
  readonly why: string;
}

/** The consensus incumbent at the seed block, as the rule sums it and with the true stake. */
export interface ConsensusAt {
  readonly asRule: Uid | null;
  /** Stake that is not above 0 counts nothing instead of 1. */
  readonly byTrueStake: Uid | null;
}

/** Why one UID takes part in a round or does not. */
export interface ContenderDecision {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly in: boolean;
  readonly role: 'king' | 'challenger' | null;
  readonly reason: string;
  readonly contender: Contender | null;
  /** `some`: in at least one possible plan, in not every one of them. */
  readonly plans: 'all' | 'some' | 'none';
  /** In the order of the rules; empty when nothing could be looked at. */
  readonly prechecks: readonly PrecheckFinding[];
}

/** What is to be evaluated: fixed by chain, hub and era alone. */
export interface RoundSpec extends RoundBlocks {
  readonly eraId: string;
  readonly seedHash: BlockHash;
  readonly king: Contender | null;
  readonly challengers: readonly Contender[];
  readonly contenders: readonly ContenderDecision[];
  readonly incumbentSource: 'h2h_latest' | 'chain_consensus' | 'none';
  readonly consensus: ConsensusAt;
  /** The plan that `challengers` holds comes first. */
  readonly plans: readonly ChallengerPlan[];
}

/** One text of the draw, in draw order. */
export interface Prompt {
  /** Position in the draw, from 0: the `i` of the teacher's sampling seed `block + i`. */
  readonly index: number;
  /** Row in the parquet shard, from 0. */
  readonly row: number;
  readonly text: string;
  /** sha256 of the UTF-8 bytes of `text`. */
  readonly sha256: string;
  readonly codePoints: number;
}
