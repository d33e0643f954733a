import type { ArchiveHeader } from '../../../domain/archive.js';
import type { BlockHash } from '../../../domain/block.js';
import { DamagedError } from '../../../errors/artifact.js';
import { readHeader } from '../../codec/readHeader.js';
import { type BlockEntry, blockEntry } from './cacheEntries.js';
import { appendEntry, readEntries } from './cacheLines.js';

/** What is kept of one block, by its hash. Each `save` is on disk when it returns. */
export class CachedBlock {
  header: ArchiveHeader | null = null;
  /** Runtime version of the parent. */
  specVersion: number | null = null;
  /** null = read and absent. */
  readonly values = new Map<string, string | null>();
  /** Keys whose value `proofNodes` prove. */
  readonly proven = new Set<string>();
  readonly proofNodes = new Set<string>();
  /** Hosts that were all asked for a proof and offered none; null when none was asked. */
  unproven: readonly string[] | null = null;

  private constructor(
    private readonly hash: BlockHash,
    private readonly path: string | null,
  ) {}

  /** @param path its file; null keeps it in memory only */
  static async open(hash: BlockHash, path: string | null): Promise<CachedBlock> {
    const block = new CachedBlock(hash, path);
    for (const entry of path === null ? [] : await readEntries(path)) {
      const known = blockEntry(entry);
      if (known !== null) block.#take(known);
    }
    return block;
  }

  async save(entry: BlockEntry): Promise<void> {
    if (this.path !== null) await appendEntry(this.path, entry);
    this.#take(entry);
  }

  #drop(key: string): void {
    this.values.delete(key);
    this.proven.delete(key);
  }

  #take(entry: BlockEntry): void {
    if (entry.kind === 'header') this.header = headerOf(entry.scale, this.hash);
    else if (entry.kind === 'spec') this.specVersion = entry.specVersion;
    else if (entry.kind === 'values') for (const [key, value] of entry.pairs) this.values.set(key, value);
    else if (entry.kind === 'unproven') this.unproven = entry.endpoints;
    else if (entry.kind === 'refuted') for (const key of entry.keys) this.#drop(key);
    else {
      for (const key of entry.keys) if (this.values.has(key)) this.proven.add(key);
      for (const node of entry.nodes) this.proofNodes.add(node);
    }
  }
}

/** null when the bytes are not the header of this block. */
function headerOf(scale: string, hash: BlockHash): ArchiveHeader | null {
  try {
    const { number, parentHash, stateRoot } = readHeader(scale, hash);
    return { hash, number, parentHash, stateRoot, scale };
  } catch (error) {
    if (error instanceof DamagedError) return null;
    throw error;
  }
}
