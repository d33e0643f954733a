import type { PairedDuel } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';
import { type PairedStats, pairedStats } from '../eras/pairedStats.js';
import { round as pyRound } from '../python/round.js';

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
