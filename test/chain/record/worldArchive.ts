import type { Archive } from '../../../src/domain/archive.js';
import type { BlockHash } from '../../../src/domain/block.js';
import { BlockUnknownError } from '../../../src/errors/chain.js';
import type { LoopbackWorld, WorldBlock } from '../../support/loopbackNode/world.js';

/** An archive that answers from a world in memory. */
export interface WorldArchive extends Archive {
  /** Answered calls in order: method, block number (or -1), keys. */
  readonly log: (readonly [method: string, block: number, keys: readonly string[]])[];
}

export interface WorldArchiveOptions {
  readonly hosts?: readonly string[];
  /** Throws or waits before a call is answered. @param nth calls before this one */
  readonly before?: (nth: number, method: string) => void | Promise<void>;
  /** Changes an answer of `getStorage`. */
  readonly lie?: (key: string, value: string | null, block: number) => string | null;
  readonly keysPerCall?: number;
  /** Changes the nodes of a proof. */
  readonly spoil?: (nodes: readonly string[]) => readonly string[];
}

/** Keys of one bulk call, as the archive transport sends them to begin with. */
const KEYS_PER_CALL = 50;

export function worldArchive(world: LoopbackWorld, options: WorldArchiveOptions = {}): WorldArchive {
  const log: WorldArchive['log'] = [];
  const counts: Record<string, number> = {};
  let nth = 0;
  const called = async (method: string, block: number, keys: readonly string[] = [], pages = 1) => {
    await options.before?.(nth++, method);
    log.push([method, block, keys]);
    counts[method] = (counts[method] ?? 0) + pages;
  };
  const find = (hash: string): WorldBlock => {
    const block = world.blockOf(hash);
    if (block === null) throw new BlockUnknownError({ what: `no block ${hash}`, remedy: 'Ask another.' });
    return block;
  };
  return {
    log,
    endpoints: options.hosts ?? ['one.example'],
    genesisHash: world.genesisHash,
    async getFinalizedBlock() {
      await called('chain_getFinalizedHead', -1);
      return world.finalized;
    },
    async getBlockHash(block) {
      await called('chain_getBlockHash', block);
      return (world.blockAt(block) as WorldBlock).hash;
    },
    async getHeader(hash) {
      const { number, json, header } = find(hash);
      await called('chain_getHeader', number);
      const { parentHash, stateRoot } = json;
      return { hash: hash as BlockHash, number, parentHash, stateRoot, scale: header };
    },
    async getSpecVersion(hash) {
      await called('state_getRuntimeVersion', find(hash).number);
      return find(hash).specVersion;
    },
    async getMetadata(hash) {
      await called('state_getMetadata', find(hash).number);
      return world.metadata(find(hash).specVersion);
    },
    async getStorage(keys, hash) {
      const { number } = find(hash);
      const pages = Math.ceil(keys.length / (options.keysPerCall ?? KEYS_PER_CALL));
      await called('state_queryStorageAt', number, keys, pages);
      return keys.map((key) => {
        const value = world.valueAt(number, key);
        return [key, options.lie?.(key, value, number) ?? value] as const;
      });
    },
    async getReadProof(keys, hash) {
      const { number } = find(hash);
      await called('state_getReadProof', number, keys);
      const nodes = world.proofAt(number, keys);
      return nodes === null ? null : (options.spoil?.(nodes) ?? nodes);
    },
    calls: () => counts,
    close: async () => undefined,
  };
}
