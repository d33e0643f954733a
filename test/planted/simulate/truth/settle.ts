import { crownOf, type EntrantTruth, type Inputs } from './crown.js';
import { zOf } from './others.js';
import type { Rules } from './rules.js';

/** A statistic with its line: how far it is on the passing side, and what shift of its contender's mean KL crosses it. */
export interface LineTruth {
  readonly uid: number;
  readonly gate: string;
  readonly slack: number;
  readonly mean: number;
  readonly perRootPrompt: number;
  readonly reach: 1 | 2;
  readonly n: number;
  readonly crossing: number;
}

/** Both limits of a mean KL; crossing one upwards disqualifies, the other downwards. */
function limitsOf(one: EntrantTruth, rules: Rules): LineTruth[] {
  const { mean, entrant, kl } = one;
  if (mean === null) return [];
  const line = (gate: string, slack: number, up: 1 | -1): LineTruth => ({
    uid: entrant.uid,
    gate,
    slack,
    mean: slack,
    perRootPrompt: 0,
    reach: 1,
    n: kl.length,
    crossing: up * (slack < 0 ? slack - 1e-9 : slack + 1e-9),
  });
  return [
    ...(rules.maxKl === null ? [] : [line('max_kl', rules.maxKl - mean, 1)]),
    line('kl_fraud', mean - rules.fraudKl, -1),
  ];
}

/**
 * The statistic that would settle a round whose band gives several crowns: the closest to its line of those whose
 * crossing alone changes who is paid, else the closest of all that the noise reaches.
 */
export function wouldSettle(inputs: Inputs, rules: Rules, half: number): LineTruth | null {
  const { king, challengers, paid } = crownOf(inputs, rules);
  const strictest = (
    [
      ['paired_lcb', rules.errors],
      ['paired_p', zOf(rules.alpha)],
      ['paired_mean', 0],
    ] as const
  ).reduce((best, one) => (one[1] > best[1] ? one : best));
  const lines = king === null ? [] : limitsOf(king, rules);
  for (const one of challengers) {
    if (!one.listed && one.score !== null) lines.push(...limitsOf(one, rules));
    const { test } = one;
    const open = one.gates.notListed && one.gates.floor && one.gates.quality && one.gates.pairs;
    if (king === null || king.dq || king.mean === null || !open || test === null) continue;
    const [gate, errors] = strictest;
    const [mean, se] = [test.meanDelta ?? 0, test.se ?? 0];
    const slack = mean - errors * se;
    lines.push({
      uid: one.entrant.uid,
      gate,
      slack,
      mean,
      perRootPrompt: errors * se * Math.sqrt(one.pairs),
      reach: 2,
      n: one.pairs,
      crossing: slack > 0 ? slack + 2e-6 : slack - 2e-6,
    });
  }
  const near = lines.filter((line) => !(Math.abs(line.slack) > line.reach * half + 2e-6));
  const decisive = near.filter(
    ({ uid, crossing }) => crownOf(inputs, rules, undefined, new Map([[uid, crossing]])).paid !== paid,
  );
  const [first] = (decisive.length > 0 ? decisive : near).sort(
    (a, b) => Math.abs(a.slack) - Math.abs(b.slack),
  );
  return first ?? null;
}
