import type { BlockHash, BlockNumber } from '../domain/block.js';
import type { TrustTier } from '../domain/trust.js';
import { NotRecordedError } from '../errors/artifact.js';
import type { StoredValue } from './codec/decodePlain.js';
import { decodeStored } from './codec/decodeValue.js';
import type { KeyArgument, Runtime, StorageItemName } from './codec/runtime.js';
import { requireItem, storageKey } from './codec/storageKeys.js';
import { type StorageFact, type StorageFacts, weaker } from './storageFacts.js';

/** Reads the recorded storage of one block with the runtime that wrote it, and measures how well it is known. */
export class StateReader {
  #weakest: TrustTier | null = null;

  constructor(
    readonly block: BlockNumber,
    readonly hash: BlockHash,
    readonly netuid: number,
    readonly runtime: Runtime,
    readonly storage: StorageFacts,
    /** When its slot began, `2026-06-11T20:48:00Z`; absent where the header is not at hand, or does not tell. */
    readonly time?: string,
  ) {}

  /** True when the runtime of this block has the item. */
  has(name: StorageItemName): boolean {
    return this.runtime.item(name) !== null;
  }

  /** True when the runtime has the item and its key was read. */
  isRecorded(name: StorageItemName, args: readonly KeyArgument[]): boolean {
    return this.has(name) && this.storage.get(storageKey(this.runtime, name, args)) !== undefined;
  }

  /**
   * One value. Absent storage gives the runtime's default, or null for an item that has none.
   * @throws NotRecordedError when the key was not read; DamagedError when its bytes do not decode
   */
  read(name: StorageItemName, args: readonly KeyArgument[]): StoredValue | null {
    const key = storageKey(this.runtime, name, args);
    const fact = this.storage.get(key);
    if (fact === undefined) throw this.#notRead(name, args, key);
    const value = this.#count(fact);
    const item = requireItem(this.runtime, name);
    if (value === null && item.optional) return null;
    return decodeStored(
      this.runtime,
      item,
      value === null ? item.fallback : bytesOf(value),
      this.#where(key),
    );
  }

  /**
   * All recorded values below a key prefix, ascending by key; absent ones are left out.
   * @param args the leading arguments that they share
   */
  readUnder(
    name: StorageItemName,
    args: readonly KeyArgument[],
  ): readonly { readonly key: string; readonly value: StoredValue }[] {
    const prefix = storageKey(this.runtime, name, args);
    const item = requireItem(this.runtime, name);
    const found: { key: string; value: StoredValue }[] = [];
    for (const key of this.storage.keys()) {
      if (!key.startsWith(prefix) || key === prefix) continue;
      const fact = this.storage.get(key);
      const value = fact === undefined ? null : this.#count(fact);
      if (value !== null)
        found.push({ key, value: decodeStored(this.runtime, item, bytesOf(value), this.#where(key)) });
    }
    return found.sort((a, b) => (a.key < b.key ? -1 : 1));
  }

  /** Runs readings, and says how well the weakest fact that they took is known; null when they took none. */
  measure<T>(readings: () => T): { readonly value: T; readonly trust: TrustTier | null } {
    const outer = this.#weakest;
    this.#weakest = null;
    try {
      const value = readings();
      return { value, trust: this.#weakest };
    } finally {
      this.#weakest = outer;
    }
  }

  #count({ value, trust }: StorageFact): string | null {
    this.#weakest = weaker(this.#weakest, trust);
    return value;
  }

  #where = (key: string): string => `block ${this.block}, key ${key}`;

  #notRead(name: StorageItemName, args: readonly KeyArgument[], key: string): NotRecordedError {
    return new NotRecordedError({
      what: `${name}(${args.join(', ')}) at block ${this.block} is not recorded`,
      why: `the snapshot holds the block, but its recording did not read the key ${key}`,
      remedy: 'Record the block again with this key, or use a snapshot that holds it.',
      facts: { block: this.block, item: name, args, key },
    });
  }
}

/** A plain array: the codecs treat a Buffer differently. */
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
