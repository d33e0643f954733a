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
}

export interface HotkeyCommitments {
  readonly hotkey: Hotkey;
  readonly uid: Uid;
  readonly entries: readonly RevealedEntry[];
  /** Index of the entry that the evaluator uses at this block (largest reveal block, first of equals); null when none is usable. */
  readonly chosen: number | null;
}

/** A weight commit that is stored and not yet revealed (`TimelockedWeightCommits`). */
export interface PendingWeightCommit {
  readonly hotkey: Hotkey;
  readonly committedAt: BlockNumber;
  /** Subnet epoch index under which it is stored. */
  readonly epoch: number;
  /** drand round after which it can be opened. */
  readonly revealRound: number;
}

/** Everything that the rules read from the chain at one block. */
export interface ChainState {
  readonly block: BlockNumber;
  readonly hash: BlockHash;
  /** Runtime version of the parent block, with whose metadata this state was decoded. */
  readonly specVersion: number;
  readonly trust: TrustTier;
  readonly netuid: number;
  readonly tempo: number;
  readonly commitReveal: boolean;
  readonly revealPeriodEpochs: number;
  readonly uids: readonly UidState[];
  readonly commitments: readonly HotkeyCommitments[];
  readonly weights: readonly WeightRow[];
  readonly pendingWeightCommits: readonly PendingWeightCommit[];
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
