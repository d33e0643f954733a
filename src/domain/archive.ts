import type { BlockHash, BlockNumber } from './block.js';

/** A header as a node gave it, checked: `hash` is the blake2-256 of `scale`. */
export interface ArchiveHeader {
  readonly hash: BlockHash;
  readonly number: BlockNumber;
  readonly parentHash: BlockHash;
  readonly stateRoot: BlockHash;
  /** SCALE bytes, hex with `0x`. */
  readonly scale: string;
}

/** What was asked of the endpoints, by JSON-RPC method; retries count. */
export type CallCounts = Readonly<Record<string, number>>;

/**
 * Historic state over JSON-RPC, read at block hashes. One or several endpoints of one chain. Every call gives up with an
 * error of `errors/chain.ts`, after the retries that its class allows.
 */
export interface Archive {
  /** Hosts without credentials or query, in the order given. */
  readonly endpoints: readonly string[];
  readonly genesisHash: BlockHash;
  /** Newest block that is final for every endpoint. */
  getFinalizedBlock(): Promise<BlockNumber>;
  /** Hash of a block. Every endpoint is asked. @throws EndpointsDisagreeError, BlockUnknownError */
  getBlockHash(block: BlockNumber): Promise<BlockHash>;
  getHeader(hash: BlockHash): Promise<ArchiveHeader>;
  /**
   * Runtime version in force AFTER the block: that of a block's PARENT decodes the block's state. Every endpoint is asked.
   * @throws EndpointsDisagreeError
   */
  getSpecVersion(hash: BlockHash): Promise<number>;
  /** SCALE metadata of the runtime in force after the block. Every endpoint is asked. @throws EndpointsDisagreeError */
  getMetadata(hash: BlockHash): Promise<Uint8Array>;
  /**
   * Values of any number of keys, in as many bulk calls as are needed; null = absent.
   * @param ofEach true: every endpoint is asked for every value, and all must agree; false: any one of them
   * @throws EndpointsDisagreeError that names the key
   */
  getStorage(
    keys: readonly string[],
    hash: BlockHash,
    ofEach?: boolean,
  ): Promise<readonly (readonly [key: string, value: string | null])[]>;
  /** Trie nodes that prove the keys, hex with `0x`; null when no endpoint offers proofs. */
  getReadProof(keys: readonly string[], hash: BlockHash): Promise<readonly string[] | null>;
  /** Counts so far. */
  calls(): CallCounts;
  close(): Promise<void>;
}
