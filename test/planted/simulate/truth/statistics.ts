/**
 * Statistics of the evaluator's paired duel, written for the simulation alone: it must share no line with the code that
 * it is held against.
 */

/** Half to even on the exact binary value, as Python's `round`. */
export function roundTo(value: number, digits: 3 | 4 | 6): number {
  if (!Number.isFinite(value)) return value;
  const scale = 10 ** digits;
  const scaled = value * scale;
  const below = Math.floor(scaled);
  const part = scaled - below;
  if (Math.abs(part - 0.5) > 1e-5) return (part > 0.5 ? below + 1 : below) / scale + 0;
  return byDigits(value, digits);
}

/** The slow way, from all decimal digits of the binary value. */
function byDigits(value: number, digits: number): number {
  const text = Math.abs(value).toFixed(100);
  const dot = text.indexOf('.');
  const kept = BigInt(text.slice(0, dot) + text.slice(dot + 1, dot + 1 + digits));
  const rest = text.slice(dot + 1 + digits);
  const half = `5${'0'.repeat(rest.length - 1)}`;
  const up = rest > half || (rest === half && kept % 2n === 1n);
  const all = (up ? kept + 1n : kept).toString().padStart(digits + 1, '0');
  const size = Number(`${all.slice(0, -digits)}.${all.slice(-digits)}`);
  return value < 0 ? 0 - size : size;
}

/** Upper tail of the standard normal, by its series near 0 and by a continued fraction beyond. */
export function upperTail(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < 0) return 1 - upperTail(-z);
  if (z > 38) return 0;
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < 3) {
    let term = z;
    let sum = z;
    for (let k = 1; Math.abs(term) > 1e-18 * Math.abs(sum) && k < 200; k++) {
      term *= (z * z) / (2 * k + 1);
      sum += term;
    }
    return 0.5 - density * sum;
  }
  let fraction = 0;
  for (let k = 120; k >= 1; k--) fraction = k / (z + fraction);
  return density / (z + fraction);
}

export interface Paired {
  readonly n: number;
  readonly mean: number;
  readonly se: number;
  readonly z: number;
  readonly oneSided: number;
  readonly twoSided: number;
  readonly lower: number;
}

/** Mean and spread of paired differences. */
export interface Spread {
  readonly n: number;
  readonly mean: number;
  /** 0 where the differences are one constant. */
  readonly se: number;
}

/** Differences first minus second over the common length; null under two pairs. */
export function spreadOf(first: readonly number[], second: readonly number[]): Spread | null {
  const n = Math.min(first.length, second.length);
  if (n < 2) return null;
  let total = 0;
  for (let i = 0; i < n; i++) total += (first[i] as number) - (second[i] as number);
  const mean = total / n;
  let squares = 0;
  for (let i = 0; i < n; i++) squares += ((first[i] as number) - (second[i] as number) - mean) ** 2;
  return { n, mean, se: squares <= 1e-18 ? 0 : Math.sqrt(squares / (n - 1)) / Math.sqrt(n) };
}

/** The test of a spread whose mean is moved by so many nats. */
export function testOf({ n, mean: unmoved, se }: Spread, errors: number, shift = 0): Paired {
  const mean = unmoved + shift;
  if (se === 0) {
    const z = mean === 0 ? 0 : mean > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
    return { n, mean, se, z, oneSided: mean > 0 ? 0 : 1, twoSided: mean === 0 ? 1 : 0, lower: mean };
  }
  const z = mean / se;
  const above = upperTail(z);
  return {
    n,
    mean,
    se,
    z,
    oneSided: Number.isNaN(above) ? 1 : above,
    twoSided: Number.isNaN(above) ? 1 : 2 * Math.min(above, 1 - above),
    lower: mean - errors * se,
  };
}

/** The paired test of two lists. */
export function paired(first: readonly number[], second: readonly number[], errors: number): Paired | null {
  const spread = spreadOf(first, second);
  return spread === null ? null : testOf(spread, errors);
}

/** One-sided p of a Student t with n - 1 degrees: what a wrong re-implementation uses (Hill's normal deviate). */
export function studentUpperTail(t: number, n: number): number {
  const v = n - 1;
  const a = v - 0.5;
  const b = 48 * a * a;
  const w = Math.sqrt(a * Math.log(1 + (t * t) / v));
  const deviate = w + (w ** 3 + 3 * w) / b;
  return t >= 0 ? upperTail(deviate) : 1 - upperTail(deviate);
}

/** The row's values: six decimals, z three. NaN becomes absent. */
export interface RowTest {
  readonly n: number;
  readonly p: number;
  readonly t: number | null;
  readonly meanDelta: number | null;
  readonly se: number | null;
  readonly lcb: number | null;
}

const orNull = (value: number): number | null => (Number.isNaN(value) ? null : value + 0);

export function rowTest(test: Paired | null): RowTest | null {
  if (test === null) return null;
  return {
    n: test.n,
    p: roundTo(test.oneSided, 6),
    t: orNull(roundTo(test.z, 3)),
    meanDelta: orNull(roundTo(test.mean, 6)),
    se: orNull(roundTo(test.se, 6)),
    lcb: orNull(roundTo(test.lower, 6)),
  };
}

/** Mean of rounded values, rounded; null of nothing. */
export const meanOf = (rounded: readonly number[]): number | null =>
  rounded.length === 0 ? null : roundTo(rounded.reduce((a, b) => a + b, 0) / rounded.length, 6);
