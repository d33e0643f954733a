/** Hex with `0x`. */
export type Hex = `0x${string}`;

/** A header as a node's JSON gives it. */
export interface JsonHeader {
  readonly parentHash: Hex;
  /** Hex number without leading zeros. */
  readonly number: Hex;
  readonly stateRoot: Hex;
  readonly extrinsicsRoot: Hex;
  readonly digest: { readonly logs: readonly Hex[] };
}

/** A block of a world: `hash` is the blake2-256 of `header`. */
export interface WorldBlock {
  readonly number: number;
  readonly hash: Hex;
  /** SCALE bytes. */
  readonly header: Hex;
  readonly json: JsonHeader;
  /** Runtime version in force AFTER the block, as `state_getRuntimeVersion` answers for it. */
  readonly specVersion: number;
}

/** A chain held in memory: consistent headers over storage that changes from block to block. */
export interface LoopbackWorld {
  readonly genesisHash: Hex;
  /** Oldest and newest block; the genesis is known by its hash only. */
  readonly first: number;
  readonly last: number;
  /** Newest final block. */
  finalized: number;
  readonly blockAt: (number: number) => WorldBlock | null;
  readonly blockOf: (hash: string) => WorldBlock | null;
  /** Value of a key in the state after a block; null = absent. */
  readonly valueAt: (block: number, key: string) => string | null;
  /** All present entries after a block whose key starts so, ascending by key. */
  readonly entriesAt: (block: number, prefix?: string) => readonly (readonly [key: string, value: string])[];
  /** Proof nodes of keys against the state root; null for a world without state roots. */
  readonly proofAt: (block: number, keys: readonly string[]) => readonly string[] | null;
  readonly metadata: (specVersion: number) => Uint8Array;
}
