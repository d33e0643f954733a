import type { Snapshot } from '../artifacts/snapshot/snapshot.js';

/**
 * Keeps what was made of a snapshot as long as the snapshot is in use: every round of a range has the same teacher, and a
 * tokenizer of a quarter million tokens is not read for each.
 * @param make its result depends on the snapshot's content and the key alone
 */
export function perSnapshot<T>(
  make: (snapshot: Snapshot, key: string) => Promise<T>,
): (snapshot: Snapshot, key?: string) => Promise<T> {
  const kept = new WeakMap<Snapshot, Map<string, Promise<T>>>();
  return (snapshot, key = '') => {
    const made = kept.get(snapshot) ?? new Map<string, Promise<T>>();
    kept.set(snapshot, made);
    const found = made.get(key) ?? make(snapshot, key);
    made.set(key, found);
    return found;
  };
}
