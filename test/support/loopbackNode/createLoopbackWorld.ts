import { buildTrie } from '../trie/buildTrie.js';
import { LayeredStorage } from './layeredStorage.js';
import { makeHeader } from './makeHeader.js';
import type { Hex, LoopbackWorld, WorldBlock } from './world.js';

/** Genesis of Bittensor's main network. */
export const FINNEY_GENESIS: Hex = '0x2f0555cc76fc2840a25a6ea3b9637146806f1f44b090c175ffde2a7e5ab36c03';

/** Storage changes of one block; null removes a key. */
export type Changes = readonly (readonly [key: string, value: string | null])[];

/** What happens on a chain over a range of blocks. */
export interface Timeline {
  /** State after `firstBlock`, before its own changes. */
  readonly initial: Changes;
  /** Changes by block, ascending. */
  readonly changes: Iterable<readonly [block: number, changes: Changes]>;
  /** Runtime versions in force AFTER a block, ascending; the first entry holds for all blocks before it too. */
  readonly runtimes: readonly { readonly from: number; readonly specVersion: number }[];
}

export interface LoopbackWorldOptions {
  readonly firstBlock: number;
  readonly lastBlock: number;
  /** Default: the last block. */
  readonly finalized?: number;
  readonly genesisHash?: Hex;
  /** SCALE metadata by runtime version. */
  readonly metadata: ReadonlyMap<number, Uint8Array>;
  readonly timeline: Timeline;
  /**
   * Gives every block the trie root of its storage, and proofs on request: some milliseconds a block whose storage
   * changes. Default: all state roots are zero and the node does not offer proofs.
   */
  readonly stateRoots?: boolean;
  readonly stateVersion?: 0 | 1;
  /** Another seed makes other headers and hashes over the same storage. */
  readonly seed?: number;
}

const ZERO: Hex = `0x${'0'.repeat(64)}`;

/** Makes a chain with parent links, hashes and state roots that hold, over the storage that a timeline describes. */
export function createLoopbackWorld(options: LoopbackWorldOptions): LoopbackWorld {
  const { firstBlock, lastBlock, timeline, stateRoots = false, stateVersion = 0, seed = 0 } = options;
  const storage = new LayeredStorage();
  for (const [key, value] of timeline.initial) storage.set(firstBlock, key, value);
  for (const [block, changes] of timeline.changes)
    if (block >= firstBlock && block <= lastBlock)
      for (const [key, value] of changes) storage.set(block, key, value);
  const blocks: WorldBlock[] = [];
  const byHash = new Map<string, WorldBlock>();
  const changed = stateRoots ? storage.changedBlocks() : null;
  let parent: Hex = makeHeader(firstBlock - 1, ZERO, ZERO, seed).hash;
  let root: Hex = ZERO;
  for (let number = firstBlock; number <= lastBlock; number++) {
    if (changed?.has(number)) root = buildTrie(storage.entries(number), stateVersion).root as Hex;
    const block = {
      ...makeHeader(number, parent, root, seed),
      specVersion: versionAfter(timeline.runtimes, number),
    };
    blocks.push(block);
    byHash.set(block.hash, block);
    parent = block.hash;
  }
  return {
    genesisHash: options.genesisHash ?? FINNEY_GENESIS,
    first: firstBlock,
    last: lastBlock,
    finalized: options.finalized ?? lastBlock,
    blockAt: (number) => blocks[number - firstBlock] ?? null,
    blockOf: (hash) => byHash.get(hash) ?? null,
    valueAt: (block, key) => storage.get(block, key),
    entriesAt: (block, prefix) => storage.entries(block, prefix),
    proofAt: (block, keys) =>
      stateRoots ? buildTrie(storage.entries(block), stateVersion).proof(keys) : null,
    metadata: (specVersion) => {
      const bytes = options.metadata.get(specVersion);
      if (bytes === undefined) throw new Error(`the world has no metadata of runtime ${specVersion}`);
      return bytes;
    },
  };
}

const versionAfter = (runtimes: Timeline['runtimes'], block: number): number => {
  const inForce = runtimes.filter((one) => one.from <= block).at(-1) ?? runtimes[0];
  if (inForce === undefined) throw new Error('a timeline names at least one runtime');
  return inForce.specVersion;
};
