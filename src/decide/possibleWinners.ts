import type { Uid } from '../domain/identity.js';
import { byRank, clusterOf, commitOrder, type Ranked } from './tieCluster.js';

/** Two published means may each be rounded by half of the last of 6 decimals. */
const ROUNDING = 2e-6;

/**
 * Who can win among passers when the order of two is not sure: where quality, weighted mean and worst axis are equal
 * the means of the duels rank them, and the noise moves those. Without noise it is one: the winner of the rule.
 * @param half nats by which each contender's mean KL can move
 */
export function possibleWinners<T extends Ranked>(
  passers: readonly T[],
  tied: (a: T, b: T) => boolean,
  half: number,
): Uid[] {
  const ranked = [...passers].sort(byRank);
  const first = ranked[0];
  if (first === undefined) return [];
  const found = new Set<Uid>();
  for (const seed of ranked.filter((one) => one === first || unsure(first, one, half))) {
    const cluster = clusterOf(seed, ranked, tied);
    const earliest = Math.min(...cluster.map(commitOrder));
    const equals = ranked.filter((one) => cluster.includes(one) && commitOrder(one) === earliest);
    const best = equals[0] as T;
    for (const one of equals) if (one === best || unsure(best, one, half)) found.add(one.uid);
  }
  return [...found];
}

function unsure(a: Ranked, b: Ranked, half: number): boolean {
  if (half === 0) return false;
  if (a.quality !== b.quality || a.weighted !== b.weighted || a.worst !== b.worst) return false;
  if (a.meanDelta === null || b.meanDelta === null) return true;
  return Math.abs(a.meanDelta - b.meanDelta) <= 2 * half + ROUNDING;
}
