import type { WeightEntry } from '../../../../src/domain/weights.js';
import type { Timeline } from '../createLoopbackWorld.js';

/** What becomes of a weight commit, beside being revealed as soon as it can be. */
export type Trouble =
  /** The pulse comes late: it is revealed so many blocks later. */
  | { readonly kind: 'late'; readonly blocks: number }
  /** Removed at its time without a row and without an event. */
  | { readonly kind: 'failed' };

/** A miner's commitment: sealed at one block, revealed at a later one. */
export interface RevealPlan {
  readonly uid: number;
  readonly sealedAt: number;
  readonly revealedAt: number;
  /** Payload; bytes are stored as they are, a text gets its length in front. */
  readonly payload: string | Uint8Array;
}

/** A subnet to simulate. Left out, each part happens as often as on a living subnet. */
export interface SubnetPlan {
  readonly netuid?: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly size?: number;
  /** UIDs with a permit, the first one holding the most stake. */
  readonly validators?: readonly number[];
  readonly tempo?: number;
  readonly commitReveal?: boolean;
  readonly revealPeriodEpochs?: number;
  readonly ownerUid?: number;
  readonly reserveUid?: number;
  /** Runtime at the first block, and the blocks that put others in force. */
  readonly specVersion: number;
  readonly upgrades?: readonly { readonly at: number; readonly specVersion: number }[];
  /** Blocks at which a validator sets or commits weights. */
  readonly decides?: (uid: number, validatorIndex: number, block: number) => boolean;
  /** The row that it decides on. */
  readonly rowOf?: (uid: number, block: number) => readonly WeightEntry[];
  /** Trouble of the n-th commit (from 0) of a UID. */
  readonly troubleOf?: (uid: number, nth: number) => Trouble | null;
  readonly replacements?: readonly { readonly block: number; readonly uid: number }[];
  readonly swaps?: readonly { readonly block: number; readonly uid: number }[];
  readonly reveals?: readonly RevealPlan[];
}

/** A row that a validator decided on, and what became of it. */
export interface Decision {
  readonly uid: number;
  readonly hotkey: string;
  readonly row: readonly WeightEntry[];
  readonly decidedAt: number;
  /** Epoch index under which the commit was stored; null for a direct set. */
  readonly epoch: number | null;
  /** First block whose state shows the row; null when it never did within the range. */
  visibleAt: number | null;
  /** What the commit ended as; `hidden`: still stored at the end of the range. */
  outcome: 'set' | 'hidden' | 'failed' | 'expired';
}

/** What happened on a simulated subnet, as storage and as facts. */
export interface Simulation {
  readonly netuid: number;
  readonly firstBlock: number;
  readonly lastBlock: number;
  readonly timeline: Timeline;
  readonly decisions: readonly Decision[];
  /** Blocks in which an epoch fired. */
  readonly epochs: readonly number[];
  /** Blocks at which UIDs got another hotkey. */
  readonly changesOfHotkey: readonly {
    readonly block: number;
    readonly uid: number;
    readonly from: string;
    readonly to: string;
    readonly how: 'replaced' | 'swapped';
  }[];
}
