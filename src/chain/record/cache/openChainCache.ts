import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { BlockHash, BlockNumber } from '../../../domain/block.js';
import { CachedBlock } from './CachedBlock.js';
import { chainEntry, metadataEntry, type RangeDone } from './cacheEntries.js';
import { appendEntry, ioError, readEntries } from './cacheLines.js';

/** Hash of a block, with the hosts that all gave it. */
interface CachedHash {
  readonly hash: BlockHash;
  readonly endpoints: readonly string[];
}

/** SCALE metadata of a runtime, with the hosts that all gave it. */
interface CachedMetadata {
  readonly bytes: Uint8Array;
  readonly endpoints: readonly string[];
}

/**
 * What was read of one chain, kept between runs. Append-only JSON lines, each with a checksum; a damaged line counts as
 * never written, so that its content is read again. Only what was final when it was read is kept.
 */
export interface ChainCache {
  readonly genesisHash: BlockHash | null;
  saveGenesis(hash: BlockHash): Promise<void>;
  hashOf(block: BlockNumber): CachedHash | null;
  saveHash(block: BlockNumber, hash: BlockHash, endpoints: readonly string[]): Promise<void>;
  /** Ranges that were recorded to their end. */
  readonly ranges: readonly RangeDone[];
  saveRange(range: RangeDone): Promise<void>;
  /** Opens what is kept of a block; empty when nothing is. */
  openBlock(hash: BlockHash): Promise<CachedBlock>;
  metadata(specVersion: number): Promise<CachedMetadata | null>;
  saveMetadata(specVersion: number, metadata: CachedMetadata): Promise<void>;
}

/**
 * Opens the cache of one chain. Two processes may use one folder: each appends whole lines.
 * @param dir folder of that chain alone, made when it does not exist; null keeps everything in memory
 * @throws IoError
 */
export async function openChainCache(dir: string | null): Promise<ChainCache> {
  const pathOf = (...parts: string[]): string | null => (dir === null ? null : join(dir, ...parts));
  if (dir !== null)
    for (const folder of ['blocks', 'metadata'])
      await mkdir(join(dir, folder), { recursive: true }).catch((cause) => {
        throw ioError('write', dir, cause);
      });
  const chainPath = pathOf('chain.jsonl');
  const save = async (path: string | null, entry: unknown) => {
    if (path !== null) await appendEntry(path, entry);
  };
  const hashes = new Map<BlockNumber, CachedHash>();
  const metadata = new Map<number, CachedMetadata>();
  const ranges: RangeDone[] = [];
  let genesisHash: BlockHash | null = null;
  for (const entry of chainPath === null ? [] : await readEntries(chainPath)) {
    const known = chainEntry(entry);
    if (known?.kind === 'genesis') genesisHash = known.hash;
    if (known?.kind === 'range') ranges.push(known);
    if (known?.kind === 'hash') hashes.set(known.number, { hash: known.hash, endpoints: known.endpoints });
  }
  const inMemory = new Map<BlockHash, Promise<CachedBlock>>();
  return {
    get genesisHash() {
      return genesisHash;
    },
    async saveGenesis(hash) {
      await save(chainPath, { kind: 'genesis', hash });
      genesisHash = hash;
    },
    hashOf: (block) => hashes.get(block) ?? null,
    async saveHash(number, hash, endpoints) {
      await save(chainPath, { kind: 'hash', number, hash, endpoints });
      hashes.set(number, { hash, endpoints });
    },
    ranges,
    async saveRange(range) {
      await save(chainPath, { kind: 'range', ...range });
      ranges.push(range);
    },
    openBlock(hash) {
      if (dir !== null) return CachedBlock.open(hash, pathOf('blocks', `${hash.slice(2)}.jsonl`));
      const block = inMemory.get(hash) ?? CachedBlock.open(hash, null);
      inMemory.set(hash, block);
      return block;
    },
    async metadata(specVersion) {
      const known = metadata.get(specVersion);
      if (known !== undefined) return known;
      const path = pathOf('metadata', `${specVersion}.jsonl`);
      const entries = path === null ? [] : await readEntries(path);
      const found = entries.map(metadataEntry).findLast((entry) => entry?.specVersion === specVersion);
      if (found === undefined || found === null) return null;
      const bytes = new Uint8Array(Buffer.from(found.metadata.slice(2), 'hex'));
      const kept = { bytes, endpoints: found.endpoints };
      metadata.set(specVersion, kept);
      return kept;
    },
    async saveMetadata(specVersion, { bytes, endpoints }) {
      const text = `0x${Buffer.from(bytes).toString('hex')}`;
      await save(pathOf('metadata', `${specVersion}.jsonl`), {
        kind: 'metadata',
        specVersion,
        metadata: text,
        endpoints,
      });
      metadata.set(specVersion, { bytes, endpoints });
    },
  };
}
