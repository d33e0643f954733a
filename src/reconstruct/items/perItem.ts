import { PyRandom } from '../../python/random.js';

/** Largest seed of the generator of one item. */
const MOST = 2 ** 31 - 1;

/** What one kind of a family makes from the generator of an item. */
export type Kinds<T> = Readonly<Record<string, (r: PyRandom, index: number) => T>>;

/**
 * The items of a family: the kinds are shuffled once, then each item has a generator of its own and the next kind in
 * turn, so that fewer items are a prefix of more (rule: item draws, docs/methodology.md).
 *
 * @param seed 32-bit seed of the family's stream
 * @param kinds in the order of the rule
 */
export function perItem<T>(seed: number, count: number, kinds: Kinds<T>): [kind: string, item: T][] {
  const rng = new PyRandom(seed);
  const order = Object.keys(kinds);
  rng.shuffle(order);
  return Array.from({ length: count }, (_, index) => {
    const r = new PyRandom(rng.randint(0, MOST));
    const kind = order[index % order.length] as string;
    return [kind, (kinds[kind] as Kinds<T>[string])(r, index)];
  });
}

/** The same for a family without kinds. */
export function perItemAlike<T>(seed: number, count: number, draw: (r: PyRandom) => T): T[] {
  const rng = new PyRandom(seed);
  return Array.from({ length: count }, () => draw(new PyRandom(rng.randint(0, MOST))));
}

/** `count` draws of one kind. */
export const times = <T>(count: number, draw: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => draw(index));
