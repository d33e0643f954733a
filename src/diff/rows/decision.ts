import type { BlockNumber } from '../../domain/block.js';
import type { PendingWeightCommit } from '../../domain/chainState.js';
import type { DroppedDecision } from '../../domain/weights.js';
import type { BlockSpan } from './revealSpan.js';
import type { ValidatorView } from './validatorViews.js';

/** A commit as the views store it. */
export interface SeenCommit {
  readonly commit: PendingWeightCommit;
  /** Block of the commit; null where neither storage nor `LastUpdate` tells it. */
  readonly at: BlockNumber | null;
  /** Index of the last view that stores it, and its place among the validator's commits there. */
  readonly seen: number;
  readonly place: number;
}

/** What a validator decided, and what became of it. */
export interface Decision {
  readonly at: BlockNumber | null;
  /** `unknown`: commit-reveal was switched on or off around it. */
  readonly via: 'commit' | 'direct' | 'unknown';
  readonly commit: SeenCommit | null;
  /** Index of the first view at which it is processed; null while it is stored and can still be revealed. */
  readonly gone: number | null;
  /** Blocks in one of which it was processed. */
  readonly span: BlockSpan;
  /** Why it never became a row; null = it did, or nothing shows otherwise. */
  readonly dropped: DroppedDecision['why'] | null;
  /** True when events, or a direct set's `LastUpdate`, show that it became a row. */
  readonly certain: boolean;
  /** True when it may have failed: events show that some commit of its batch did and not which, or no view stores it. */
  readonly unsure: boolean;
}

/** A timelocked commit is set for the hotkey that made it: without that one on the UID nothing is set. */
export const isOrphan = (commit: PendingWeightCommit, view: ValidatorView): boolean =>
  commit.scheme !== 'hash' && commit.hotkey !== view.hotkey;
