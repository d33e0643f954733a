import { flatMap } from '../../../domain/flatMap.js';
import type { Policy } from '../../../eras/defineEra.js';
import { momentsOf, type PairedStats, statsAt } from '../../../eras/pairedStats.js';
import type { BreachCheck } from '../breachInput.js';
import { type Crowning, crownings } from '../published/crownings.js';
import { listOf } from '../published/listOf.js';
import { underRules } from '../published/underRules.js';
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
  find: ({ views, rules }) =>
    flatMap(crownings(views), (crowning) => {
      const held = underRules(rules, (policy) => findingUnder(crowning, policy));
      if (held === null) return [];
      return [{ uid: crowning.uid, decisive: false, evidence: [...held.found, ...held.under] }];
    }),
};

/** The evidence under one set of rules; null where the crowned one is not such a winner. */
function findingUnder({ view, uid }: Crowning, policy: Policy): string[] | null {
  const passers = passersOf(view, policy);
  const [seed] = passers;
  const winner = passers.find((one) => one.uid === uid);
  if (seed === undefined || winner === undefined || seed.uid === uid) return null;
  // A round has no more challengers than this; a longer list is no round.
  if (passers.length > policy.challengersPerRound) return null;
  const apart = pairOf(winner, seed, policy);
  if (apart === null || apart.n < policy.minPairedPrompts) return null;
  if (!(apart.mean > 0 && apart.p2 < policy.alpha)) return null;
  const cluster = clusterOf(seed, passers, policy);
  if (!cluster.includes(winner)) return null;
  return [
    `Validator ${view.validatorUid} crowned UID ${uid} (commitment of block ${winner.row.committedAt ?? 'null'}) out of the tie cluster of UID ${cluster.map((one) => one.uid).join(', UID ')}.`,
    `Best by rank is UID ${seed.uid}, with quality ${seed.quality.toFixed(6)} against ${winner.quality.toFixed(6)}.`,
    `On ${apart.n} pairs the KL of UID ${uid} is higher by ${apart.mean.toFixed(6)} nats than that of UID ${seed.uid}, two-sided p ${apart.p2.toExponential(2)}: not tied with it at ${policy.alpha}, only by way of the others.`,
  ];
}

type TestPolicy = Pick<Policy, 'alpha' | 'minPairedPrompts' | 'lcbErrors'>;

/** Of the first one's KL less the second one's; null without two lists of two prompts. */
function pairOf(one: PublishedPasser, other: PublishedPasser, { lcbErrors }: TestPolicy): PairedStats | null {
  const moments = momentsOf(listOf(one.row), listOf(other.row));
  return moments === null || moments.n < 2 ? null : statsAt(moments, lcbErrors);
}

/** The seed with everybody who is tied with it by way of others, in the order of rank. */
function clusterOf(
  seed: PublishedPasser,
  passers: readonly PublishedPasser[],
  policy: TestPolicy,
): PublishedPasser[] {
  const inside = new Set([seed]);
  const waiting = [seed];
  for (let one = waiting.pop(); one !== undefined; one = waiting.pop()) {
    for (const other of passers) {
      const pair = inside.has(other) ? null : pairOf(one, other, policy);
      if (pair === null || !(pair.n < policy.minPairedPrompts || pair.p2 > policy.alpha)) continue;
      inside.add(other);
      waiting.push(other);
    }
  }
  return passers.filter((one) => inside.has(one));
}
