import type { BlockNumber } from './block.js';
import type { Hotkey, Uid } from './identity.js';

/** One entry of a weight row as the chain stores it: target UID and u16 weight (largest = 65535). */
export type WeightEntry = readonly [uid: Uid, weightU16: number];

/** The weights that one validator shows at one block, ascending by UID. */
export interface WeightRow {
  readonly uid: Uid;
  readonly row: readonly WeightEntry[];
}

/**
 * How a validator's row relates to the row that the rule gives for a round.
 * `hidden`: its decision of this round is committed but not revealed. `zeroed`: the chain put 0 at a replaced UID.
 * `policy`: right under another legal setting. Only `differs` can be part of a finding.
 */
export type RowStatus = 'equal' | 'differs' | 'policy' | 'stale' | 'fallback' | 'unset' | 'hidden' | 'zeroed';

/**
 * A decision that never became a row. `expired`: its epoch passed without a reveal. `failed`: the chain took it from its
 * storage without setting a row. `passed-over`: a later commit was revealed instead of it. `replaced`: its validator lost
 * the UID, or left the hotkey that committed it, before the reveal.
 */
export interface DroppedDecision {
  readonly decidedAt: BlockNumber;
  readonly why: 'expired' | 'failed' | 'passed-over' | 'replaced';
}

/** A validator's row for one round, judged by the block in which it was decided. */
export interface ValidatorRow {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  /** Stake weight of the row's owner at the seed block, u16 as stored on chain. */
  readonly stakeWeight: number;
  /** Block of the commit (or direct set) that the visible row comes from; null when no row was ever set. */
  readonly decidedAt: BlockNumber | null;
  /** First recorded block that shows the row; null while it is hidden or unset. */
  readonly visibleAt: BlockNumber | null;
  readonly set: readonly WeightEntry[];
  readonly expected: readonly WeightEntry[];
  readonly status: RowStatus;
  /** One sentence for a reader: why the row has this status. */
  readonly note: string;
  /** Decisions of the round's window that never became a row, ascending; absent when there is none. */
  readonly dropped?: readonly DroppedDecision[];
}
