import type { BlockHash, BlockNumber } from '../../domain/block.js';
import type { Uid } from '../../domain/identity.js';
import { StateReader } from '../stateReader.js';
import type { StorageFact, StorageFacts } from '../storageFacts.js';
import type { KeyBook } from './KeyBook.js';
import type { SettledValues } from './settleBetween.js';

/** A block as it was read: the keys that its record holds, and the values that two other readings settle. */
export class Reading implements StorageFacts {
  /** What the record holds: key to value, null = read and absent. */
  readonly storage = new Map<string, string | null>();
  readonly reader: StateReader;
  /** Read proof of `storage`; null when there is none. */
  proof: readonly string[] | null = null;

  constructor(
    readonly number: BlockNumber,
    readonly hash: BlockHash,
    readonly netuid: number,
    readonly book: KeyBook,
    /** null for a full reading. */
    readonly settled: SettledValues | null,
  ) {
    this.reader = new StateReader(number, hash, netuid, book.runtime, this);
  }

  /** Value of a key; undefined when it was neither read nor is settled. */
  value(key: string): string | null | undefined {
    const own = this.storage.get(key);
    return own === undefined ? this.settled?.values.get(key) : own;
  }

  get(key: string): StorageFact | undefined {
    const value = this.value(key);
    return value === undefined ? undefined : { value, trust: 'T0' };
  }

  /** Only keys of the record: what is settled is read by its key. */
  keys(): Iterable<string> {
    return this.storage.keys();
  }

  /** Account that holds a UID, hex with `0x`; undefined when it is not known yet. */
  accountOf(uid: Uid): string | undefined {
    const settled = this.settled?.accounts.get(uid);
    if (settled !== undefined) return settled;
    const value = this.value(this.book.key('SubtensorModule.Keys', this.netuid, uid));
    return value === null ? this.book.fallback('SubtensorModule.Keys') : value;
  }
}
