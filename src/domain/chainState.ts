import type { BlockHash, BlockNumber } from './block.js';
import type { Hotkey, Uid } from './identity.js';
import type { TrustTier } from './trust.js';
import type { WeightRow } from './weights.js';

export interface UidState {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly permit: boolean;
  /** u16 as stored (`StakeWeight`), written at the last epoch. */
  readonly stakeWeight: number;
  /** Block of the last weight set, or of the last COMMIT while commit-reveal is on. */
  readonly lastUpdate: BlockNumber;
  readonly registeredAt: BlockNumber;
}

/** One revealed commitment of a hotkey. */
export interface RevealedEntry {
  /** Block of the reveal: the block from which the commitment counts. */
  readonly block: BlockNumber;
  /** Payload as the evaluator's SDK decodes it (length prefix dropped blindly, bad UTF-8 ignored). */
  readonly text: string;
  /** False when the stored bytes carry no SCALE length prefix, so that the SDK's reading loses bytes. */
  readonly lengthPrefixed: boolean;
  /**
   * Payload read strictly: with its length prefix where there is one, else the whole bytes; null when that is not UTF-8.
   * It may differ from `text`, which is what the evaluator saw.
   */
  readonly strictText: string | null;
}

export interface HotkeyCommitments {
  readonly hotkey: Hotkey;
  readonly uid: Uid;
  readonly entries: readonly RevealedEntry[];
  /** Index of the entry that the evaluator uses at this block (largest reveal block, first of equals); null when none is usable. */
  readonly chosen: number | null;
}

/**
 * How a weight commit is stored. `hash`: commit-reveal v2, opened by a later extrinsic (`WeightCommits`). `crv3`:
 * `CRV3WeightCommits`, without its block. `crv3-block`: `CRV3WeightCommitsV2`. `timelock`: `TimelockedWeightCommits`.
 */
export type CommitScheme = 'hash' | 'crv3' | 'crv3-block' | 'timelock';

/** A weight commit that is stored and not yet revealed. */
export interface PendingWeightCommit {
  readonly scheme: CommitScheme;
  readonly hotkey: Hotkey;
  /** null when the scheme does not store it (`crv3`). */
  readonly committedAt: BlockNumber | null;
  /** Subnet epoch index under which it is stored. */
  readonly epoch: number;
  /** drand round after which it can be opened; null for `hash`. */
  readonly revealRound: number | null;
  /** What identifies it in events: the stored hash (`hash`), else the blake2-256 of its ciphertext. */
  readonly commitHash: string;
}

/** When in the processing of a block something happened. Reveals by the chain itself come before all extrinsics. */
export type EventPhase = 'initialization' | 'extrinsic' | 'finalization';

/** What a block's events say of this subnet, in order; other events are left out. */
export interface ChainEvent {
  readonly kind:
    | 'weights-set'
    | 'weights-committed'
    | 'weights-revealed'
    | 'registered'
    | 'hotkey-swapped'
    | 'commitment-set'
    | 'commitment-revealed'
    | 'commitment-reveal-failed'
    | 'epoch-skipped'
    | 'epoch-deferred';
  readonly phase: EventPhase;
  readonly uid: Uid | null;
  readonly hotkey: Hotkey | null;
  /** `weights-committed`, `weights-revealed`: the commit's hash where the event carries one. */
  readonly commitHash: string | null;
  /** `hotkey-swapped`: the new hotkey (`hotkey` is the old one). */
  readonly newHotkey: Hotkey | null;
}

/** Trust of the parts of a state: of each, the weakest fact in it. */
interface StateTrust {
  readonly settings: TrustTier;
  readonly uids: TrustTier;
  readonly commitments: TrustTier;
  readonly weights: TrustTier;
  readonly pendingWeightCommits: TrustTier;
  /** null when the events of the block were not read. */
  readonly events: TrustTier | null;
}

/** Everything that the rules read from the chain at one block. */
export interface ChainState {
  readonly block: BlockNumber;
  readonly hash: BlockHash;
  /** When the slot of the block began, `2026-06-11T20:48:00Z`; absent where its header does not tell. */
  readonly time?: string;
  /** Runtime version of the parent block, with whose metadata this state was decoded. */
  readonly specVersion: number;
  /** The weakest tier of `trustOf`. */
  readonly trust: TrustTier;
  readonly trustOf: StateTrust;
  readonly netuid: number;
  readonly tempo: number;
  readonly commitReveal: boolean;
  readonly revealPeriodEpochs: number;
  /** Index of the subnet's epoch at this block: the key under which a commit made now is stored. */
  readonly epochIndex: number;
  /** Block of the last epoch that was run; null when it was not read. */
  readonly lastEpochBlock: BlockNumber | null;
  readonly ownerHotkey: Hotkey;
  readonly uids: readonly UidState[];
  readonly commitments: readonly HotkeyCommitments[];
  readonly weights: readonly WeightRow[];
  readonly pendingWeightCommits: readonly PendingWeightCommit[];
  /** The subnet's events in this block; null when they were not read. */
  readonly events: readonly ChainEvent[] | null;
}

/** Historic chain state, read at blocks; never written. */
export interface Chain {
  /** Blocks whose state can be read, ascending. */
  readonly blocks: readonly BlockNumber[];
  /** @throws when the block is not recorded */
  getBlockHash(block: BlockNumber): BlockHash;
  /** @throws when the block is not recorded, or a value that the rules need was not read */
  getState(block: BlockNumber): Promise<ChainState>;
}
