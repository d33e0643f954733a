import type { KeyArgument, Runtime, StorageItemName } from '../codec/runtime.js';
import { requireItem, storageKey } from '../codec/storageKeys.js';

/** Storage keys of one runtime, each built once. */
export class KeyBook {
  readonly #keys = new Map<string, string>();

  constructor(readonly runtime: Runtime) {}

  has(name: StorageItemName): boolean {
    return this.runtime.item(name) !== null;
  }

  /** @param args an account as `0x` hex of its public key */
  key(name: StorageItemName, ...args: readonly KeyArgument[]): string {
    const id = `${name} ${args.join(' ')}`;
    const known = this.#keys.get(id);
    if (known !== undefined) return known;
    const key = storageKey(this.runtime, name, args);
    this.#keys.set(id, key);
    return key;
  }

  /** SCALE bytes that stand for an absent value, hex with `0x`. */
  fallback(name: StorageItemName): string {
    return `0x${Buffer.from(requireItem(this.runtime, name).fallback).toString('hex')}`;
  }
}
