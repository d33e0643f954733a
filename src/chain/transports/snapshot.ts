import type { BlockHash, BlockNumber } from '../../domain/block.js';
import type { BlockRecord } from '../../domain/snapshot.js';

/** A block that was recorded, and the runtime of its parent, which decodes it. */
export interface RecordedBlock {
  readonly number: BlockNumber;
  readonly hash: BlockHash;
  readonly specVersion: number;
}

/** Recorded blocks as plain values and the ways to read them. */
export interface RecordedChain {
  /** Ascending by number. */
  readonly blocks: readonly RecordedBlock[];
  readonly netuid: number;
  readonly readBlock: (block: BlockNumber) => Promise<BlockRecord>;
  /** SCALE metadata of a runtime. */
  readonly readMetadata: (specVersion: number) => Promise<Uint8Array>;
  /** Items of the storage read proof of a block, hex with `0x`; null when none was recorded. */
  readonly readProof?: (block: BlockNumber) => Promise<readonly string[] | null>;
  /** Hosts of the endpoints that agreed on the hash of every block; two or more make every fact at least T1. */
  readonly endpoints?: readonly string[];
}
