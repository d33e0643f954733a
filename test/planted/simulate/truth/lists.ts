import {
  meanOf,
  type Paired,
  type RowTest,
  roundTo,
  rowTest,
  type Spread,
  spreadOf,
  testOf,
} from './statistics.js';

/** One list is read under many rules: each prefix of it, and each pair of prefixes, is worked out once. */
const prefixes = new WeakMap<readonly number[], Map<number, readonly number[]>>();
export const NOTHING: readonly number[] = [];

export function sixDecimals(list: readonly number[], length: number): readonly number[] {
  const known = prefixes.get(list) ?? new Map<number, readonly number[]>();
  prefixes.set(list, known);
  const n = Math.min(length, list.length);
  const made = known.get(n) ?? list.slice(0, n).map((value) => roundTo(value, 6));
  known.set(n, made);
  return made;
}

/** A pair of lists with its unmoved test, which most questions are about. */
interface Pair {
  readonly errors: number;
  readonly spread: Spread | null;
  readonly test: Paired | null;
  readonly row: RowTest | null;
}

const pairs = new WeakMap<readonly number[], WeakMap<readonly number[], Pair>>();

function pairOf(first: readonly number[], second: readonly number[], errors: number): Pair {
  const known = pairs.get(first) ?? new WeakMap<readonly number[], Pair>();
  pairs.set(first, known);
  const found = known.get(second);
  if (found?.errors === errors) return found;
  const spread = spreadOf(first, second);
  const test = spread === null ? null : testOf(spread, errors);
  const made = { errors, spread, test, row: rowTest(test) };
  known.set(second, made);
  return made;
}

/** The same while the first list's mean is off by so much against the second's. */
export function movedPair(
  first: readonly number[],
  second: readonly number[],
  errors: number,
  shift: number,
): Pick<Pair, 'test' | 'row'> {
  const pair = pairOf(first, second, errors);
  if (shift === 0 || pair.spread === null) return pair;
  const test = testOf(pair.spread, errors, shift);
  return { test, row: rowTest(test) };
}

export const NO_TEST = { test: null, row: null } as const;

const means = new WeakMap<readonly number[], number | null>();

export function meanKl(list: readonly number[]): number | null {
  const found = means.get(list);
  if (found !== undefined) return found;
  const made = meanOf(list);
  means.set(list, made);
  return made;
}

const within = new WeakMap<readonly number[], Map<number, number>>();

/** Scored prompts among the first so many of the draw. */
export function prefixLength(drawn: readonly number[], prompts: number): number {
  const known = within.get(drawn) ?? new Map<number, number>();
  within.set(drawn, known);
  const made = known.get(prompts) ?? drawn.filter((position) => position < prompts).length;
  known.set(prompts, made);
  return made;
}
