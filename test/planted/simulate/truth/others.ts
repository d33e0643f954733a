import type { Bound, ClaimCase } from '../edges.js';
import { roundTo, upperTail } from './statistics.js';

/** A bound may be missed by so much. */
const SLACK = 1e-12;

/** Whether numbers within minus and plus `half` meet all bounds: no way round costs less than nothing. */
export function canMeet(count: number, half: number, bounds: readonly Bound[]): boolean {
  const nodes = Array.from({ length: count + 1 }, (_, i) => i);
  const cost = (a: number, b: number): number =>
    Math.min(
      a === 0 || b === 0 ? half : Number.POSITIVE_INFINITY,
      ...bounds.filter((one) => one.a === a && one.b === b).map((one) => one.most),
    );
  const costs = nodes.map((a) => nodes.map((b) => cost(a, b)));
  const isCheap = (from: number, at: number, spent: number, seen: readonly number[]): boolean =>
    nodes.some((next) => {
      const sum = spent + (costs[at]?.[next] as number);
      if (next === from) return seen.length > 1 && sum < -SLACK;
      return !seen.includes(next) && isCheap(from, next, sum, [...seen, next]);
    });
  return !nodes.some((from) => isCheap(from, from, 0, [from]));
}

/** z with the given upper tail, by halving. */
export function zOf(tail: number): number {
  let [low, high] = [-40, 40];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (upperTail(middle) > tail) low = middle;
    else high = middle;
  }
  return high;
}

/** A published test whose mean is off by `shift`; null where there is none. */
export function movedClaim({ test, shift }: ClaimCase, errors: number): ClaimCase['test'] {
  if (test === null) return null;
  if (shift === 0 || test.meanDelta === null) return test;
  const { p, meanDelta: mean, lcb, se: shown } = test;
  const se = shown ?? (lcb === null ? null : (mean - lcb) / errors);
  const moved = mean + shift;
  const told = p !== null && p > 1e-5 && p < 1 - 1e-5;
  const isSpread = se !== null && se > 0;
  const z = isSpread ? (told ? zOf(p as number) : mean / se) + shift / se : null;
  return {
    n: test.n,
    p: p === null || se === null ? p : z === null ? (moved > 0 ? 0 : 1) : roundTo(upperTail(z), 6),
    t: isSpread ? roundTo(moved / se, 3) : test.t,
    meanDelta: roundTo(moved, 6),
    se: shown,
    lcb: lcb === null ? null : roundTo(lcb + shift, 6),
  };
}

/** What a mean KL makes of a contender; no number passes every comparison. */
export function standingOf(kl: number | null, maxKl: number | null, fraudKl: number): string {
  if (kl === null || kl === Number.POSITIVE_INFINITY) return 'retryable_failure';
  if (kl <= fraudKl) return 'DQ_fraud';
  return kl > (maxKl ?? Number.POSITIVE_INFINITY) ? 'DQ_quality' : 'scored';
}
