import type { Policy } from '../../../eras/defineEra.js';
import type { BreachCheck } from '../breachInput.js';
import { crownings } from '../published/crownings.js';
import { listOf, pairedDifferences } from '../published/pairedDifferences.js';
import { type PublishedPasser, passersOf } from './passers.js';

/**
 * D1: the earliest commitment of a cluster of passers was crowned although it is significantly worse than the best of
 * them: each is tied with its neighbour, and the two ends are not tied.
 */
export const tieClusterWinner: BreachCheck = {
  code: 'D1',
  title: 'A tie cluster crowned a model that is significantly worse than its best one',
  nature: 'defect',
  decidedFrom: 'published rows with per-prompt KL',
  find: ({ views, policy }) =>
    crownings(views).flatMap(({ view, uid }) => {
      const passers = passersOf(view, policy);
      const [seed] = passers;
      const winner = passers.find((one) => one.uid === uid);
      if (seed === undefined || winner === undefined || seed.uid === uid) return [];
      // A round has no more challengers than this; a longer list is no round.
      if (passers.length > policy.challengersPerRound) return [];
      const apart = pairOf(winner, seed);
      if (apart === null || apart.n < policy.minPairedPrompts) return [];
      if (!(apart.mean > 0 && apart.p2 < policy.alpha)) return [];
      const cluster = clusterOf(seed, passers, policy);
      if (!cluster.includes(winner)) return [];
      return [
        {
          uid,
          decisive: false,
          evidence: [
            `Validator ${view.validatorUid} crowned UID ${uid} (commitment of block ${winner.row.committedAt ?? 'null'}) out of the tie cluster of UID ${cluster.map((one) => one.uid).join(', UID ')}.`,
            `Best by rank is UID ${seed.uid}, with quality ${seed.quality.toFixed(6)} against ${winner.quality.toFixed(6)}.`,
            `On ${apart.n} pairs the KL of UID ${uid} is higher by ${apart.mean.toFixed(6)} nats than that of UID ${seed.uid}, two-sided p ${apart.p2.toExponential(2)}: not tied with it at ${policy.alpha}, only by way of the others.`,
          ],
        },
      ];
    }),
};

function pairOf(one: PublishedPasser, other: PublishedPasser) {
  const [first, second] = [listOf(one.row), listOf(other.row)];
  return first === null || second === null ? null : pairedDifferences(first, second);
}

/** The seed with everybody who is tied with it by way of others, in the order of rank. */
function clusterOf(
  seed: PublishedPasser,
  passers: readonly PublishedPasser[],
  policy: Pick<Policy, 'alpha' | 'minPairedPrompts'>,
): PublishedPasser[] {
  const inside = new Set([seed]);
  const waiting = [seed];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const other of passers) {
      const pair = inside.has(other) ? null : pairOf(one, other);
      if (pair === null || !(pair.n < policy.minPairedPrompts || pair.p2 > policy.alpha)) continue;
      inside.add(other);
      waiting.push(other);
    }
  }
  return passers.filter((one) => inside.has(one));
}
