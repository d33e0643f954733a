import type { ArchiveHeader } from '../../../domain/archive.js';
import type { BlockHash } from '../../../domain/block.js';
import { DamagedError } from '../../../errors/artifact.js';
import { checkedHeader } from '../../codec/checkedHeader.js';
import { type BlockEntry, blockEntry } from './cacheEntries.js';
import { appendEntry, readEntries } from './cacheLines.js';

/** What is kept of one block, by its hash. Each `save` is on disk when it returns. */
export class CachedBlock {
  header: ArchiveHeader | null = null;
  /** Runtime version of the parent, and the hosts that all gave it. */
  spec: { readonly specVersion: number; readonly endpoints: readonly string[] } | null = null;
  /** null = read and absent. */
  readonly values = new Map<string, string | null>();
  /** Hosts that all gave a value, by its key. */
  readonly #givers = new Map<string, readonly string[]>();
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

  /** True when the value of a key is kept, and either proven or given by all of some hosts. */
  isAgreed(key: string, hosts: readonly string[]): boolean {
    const givers = this.#givers.get(key) ?? [];
    return this.values.has(key) && (this.proven.has(key) || hosts.every((host) => givers.includes(host)));
  }

  /** True when a kept value is the word of hosts that are known: one that any of several gave is replaced by what all give. */
  isWordOf(key: string): boolean {
    return this.values.has(key) && (this.proven.has(key) || (this.#givers.get(key) ?? []).length > 0);
  }

  #drop(key: string): void {
    this.values.delete(key);
    this.#givers.delete(key);
    this.proven.delete(key);
  }

  #takeValue([key, value]: readonly [string, string | null], endpoints: readonly string[]): void {
    const before = this.values.get(key) === value ? (this.#givers.get(key) ?? []) : [];
    this.values.set(key, value);
    this.#givers.set(key, [...new Set([...before, ...endpoints])]);
  }

  #take(entry: BlockEntry): void {
    if (entry.kind === 'header') this.header = headerOf(entry.scale, this.hash);
    else if (entry.kind === 'spec') this.spec = entry;
    else if (entry.kind === 'values') for (const pair of entry.pairs) this.#takeValue(pair, entry.endpoints);
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
    const { number, parentHash, stateRoot } = checkedHeader(scale, hash);
    return { hash, number, parentHash, stateRoot, scale };
  } catch (error) {
    if (error instanceof DamagedError) return null;
    throw error;
  }
}
