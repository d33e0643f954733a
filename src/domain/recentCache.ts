/**
 * What was worked out for the last few objects, by identity; of more the oldest is forgotten. For memories of objects that
 * live for one round: what a WeakMap holds outlives every collection of young objects, which judging feels (bench/judge.ts).
 * @param size how many objects are remembered, small: they are looked through one by one
 */
export class RecentCache<K extends object, V> {
  private readonly keys: (K | undefined)[];
  private readonly values: (V | undefined)[];
  private next = 0;

  constructor(size: number) {
    this.keys = new Array<K | undefined>(size).fill(undefined);
    this.values = new Array<V | undefined>(size).fill(undefined);
  }

  get(key: K): V | undefined {
    const { keys } = this;
    // By index: judging asks often enough to feel a method of the array.
    for (let i = 0; i < keys.length; i += 1) if (keys[i] === key) return this.values[i];
    return undefined;
  }

  set(key: K, value: V): void {
    const known = this.keys.indexOf(key);
    const at = known < 0 ? this.next : known;
    this.keys[at] = key;
    this.values[at] = value;
    if (known < 0) this.next = (this.next + 1) % this.keys.length;
  }
}
