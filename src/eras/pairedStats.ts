import { erf } from '../python/erf.js';

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
