import type { PairedDuel } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';
import { erf } from '../python/erf.js';
import { round as pyRound } from '../python/round.js';

/** Mean and standard error of paired differences, nats per position: all that a test reads of two lists. */
export interface PairedMoments {
  readonly n: number;
  /** NaN where a pair is NaN. */
  readonly mean: number;
  readonly se: number;
  /** The differences count as one constant, or there are fewer than two of them. */
  readonly constant: boolean;
}

/** Unrounded statistics of paired differences, nats per position. NaN where a pair is NaN. */
export interface PairedStats {
  readonly n: number;
  readonly mean: number;
  readonly se: number;
  readonly t: number;
  /** One-sided, normal: 1 - Phi(t). */
  readonly p: number;
  /** Two-sided: 2 min(Phi, 1 - Phi). */
  readonly p2: number;
  readonly lcb: number;
}

/** The values as a row publishes them: p, mean, se and lcb to 6 decimals, t to 3; null where not a number. */
export interface PublishedTest {
  readonly n: number;
  readonly p: number;
  readonly t: number | null;
  readonly meanDelta: number | null;
  readonly se: number | null;
  readonly lcb: number | null;
}

/** A test as it is shown: a validator's own row may lack its p. */
export type ShownTest = Omit<PublishedTest, 'p'> & { readonly p: number | null };

/** Squared spread at or below which the differences count as one constant. */
const DEGENERATE_SQUARES = 1e-18;

const phi = (x: number): number => 0.5 * (1 + erf(x / Math.SQRT2));

/** Python's max(0, min(1, x)): a NaN becomes 1. */
const clampLikePython = (x: number): number => {
  const upper = x < 1 ? x : 1;
  return upper > 0 ? upper : 0;
};

/** One-sided p of a t, from the normal distribution; a NaN gives 1. */
export const oneSided = (t: number): number => clampLikePython(1 - phi(t));

/**
 * Moments of `delta_i = king_i - challenger_i` over the common length; positive: the challenger is better. Sums run
 * left to right.
 */
function pairedMoments(king: readonly number[], challenger: readonly number[]): PairedMoments {
  const n = Math.min(king.length, challenger.length);
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (king[i] as number) - (challenger[i] as number);
  if (n < 2) return { n, mean: sum, se: 0, constant: true };
  const mean = sum / n;
  let squares = 0;
  for (let i = 0; i < n; i++) {
    const apart = (king[i] as number) - (challenger[i] as number) - mean;
    squares += apart * apart;
  }
  const se = Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
  return { n, mean, se, constant: squares <= DEGENERATE_SQUARES };
}

/** The same of two lists that may be missing: null where one is missing or empty. */
export const momentsOf = (
  king: readonly number[] | null,
  challenger: readonly number[] | null,
): PairedMoments | null =>
  king === null || challenger === null || king.length === 0 || challenger.length === 0
    ? null
    : pairedMoments(king, challenger);

/**
 * Statistics of a mean with its standard error (rule: paired duel, docs/methodology.md). Fewer than two pairs have no
 * spread and count as p = 1; without any spread t is plus or minus infinity, or 0 for a mean of 0.
 * @param shift nats added to every difference: how the noise band is walked
 */
export function statsAt(moments: PairedMoments, lcbErrors: number, shift = 0): PairedStats {
  const { n, se, constant } = moments;
  const mean = moments.mean + shift;
  if (n < 2) return { n, mean, se: 0, t: 0, p: 1, p2: 1, lcb: mean };
  if (constant) {
    const sign = Math.sign(mean);
    const t = sign > 0 ? Infinity : sign < 0 ? -Infinity : 0;
    return { n, mean, se: 0, t, p: sign > 0 ? 0 : 1, p2: sign === 0 ? 1 : 0, lcb: mean };
  }
  const t = mean / se;
  const below = phi(t);
  const smaller = 1 - below < below ? 1 - below : below;
  return {
    n,
    mean,
    se,
    t,
    p: clampLikePython(1 - below),
    p2: clampLikePython(2 * smaller),
    lcb: mean - lcbErrors * se,
  };
}

/** Statistics of two lists; positive: the second one is better. */
export const pairedStats = (
  king: readonly number[],
  challenger: readonly number[],
  lcbErrors: number,
  shift = 0,
): PairedStats => statsAt(pairedMoments(king, challenger), lcbErrors, shift);

/** Half-even rounding of the binary value; NaN becomes null, a negative zero becomes 0. */
export const publishedNumber = (value: number, digits: number): number | null => {
  if (Number.isNaN(value)) return null;
  if (!Number.isFinite(value)) return value;
  const result = pyRound(value, digits);
  return result === 0 ? 0 : result;
};

/** Rounds as the evaluator publishes; the gates read these values. Null when there is no test: fewer than two pairs. */
export function publishedTest(stats: PairedStats): PublishedTest | null {
  if (stats.n < 2) return null;
  return {
    n: stats.n,
    p: publishedNumber(stats.p, 6) ?? 1,
    t: publishedNumber(stats.t, 3),
    meanDelta: publishedNumber(stats.mean, 6),
    se: publishedNumber(stats.se, 6),
    lcb: publishedNumber(stats.lcb, 6),
  };
}

/** Published values of two per-prompt lists, or null when there is no test. */
export const pairedTest = (
  king: readonly number[],
  challenger: readonly number[],
  lcbErrors: number,
  shift = 0,
): PublishedTest | null => publishedTest(pairedStats(king, challenger, lcbErrors, shift));

const finite = (value: number | null): number | null =>
  value !== null && Number.isFinite(value) ? value : null;

/** The duel as the record carries it: an infinite t (no spread at all) is null, because JSON has no infinity. */
export function pairedDuel(challengerUid: Uid, n: number, test: ShownTest | null): PairedDuel {
  if (test === null) return { challengerUid, n, meanDelta: null, se: null, t: null, p: null, lcb: null };
  return {
    challengerUid,
    n,
    meanDelta: finite(test.meanDelta),
    se: finite(test.se),
    t: finite(test.t),
    p: finite(test.p),
    lcb: finite(test.lcb),
  };
}
