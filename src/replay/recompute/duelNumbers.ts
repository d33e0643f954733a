import { type PublishedTest, pairedTest } from '../../decide/pairedTest.js';
import type { ComputedNumber, ComputedNumbers } from '../../diff/recompute/computedNumber.js';
import type { PublishedTTest } from '../../domain/published.js';
import type { Policy } from '../../eras/defineEra.js';
import { erf } from '../../python/erf.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** Half of the last decimal that a test is published with: 6 of mean, error, bound and p, 3 of t. */
const HALF_6 = 5e-7;
const HALF_3 = 5e-4;
const NONE: ComputedNumbers = { numbers: [], notComputed: [] };

/** The paired test of a challenger against the seated king, from the two lists of per-prompt KLs. */
export function duelNumbers(facts: ViewFacts, one: RowFacts, policy: Policy): ComputedNumbers {
  const { row, list } = one;
  const { kingRow } = facts;
  if (row.isReference || facts.king.problems.length > 0) return NONE;
  if (row.isKing) return { numbers: pairNumbers(row, list?.length ?? null, policy), notComputed: [] };
  if (kingRow === null) return row.tTest === null ? NONE : notPaired('the king has no row');
  if (kingRow.list === null || list === null) return fromPublished(kingRow, one, policy);
  const n = Math.min(kingRow.list.length, list.length);
  const numbers = pairNumbers(row, n, policy);
  const kingKl = kingRow.meanKl ?? null;
  const isTested = kingKl !== null && !(kingKl <= 0) && n >= 2;
  const test = isTested ? pairedTest(kingRow.list, list, policy.lcbErrors) : null;
  // Whether a row that is disqualified, or one against a king that is, carries a test is not known.
  const isSure = !row.disqualified && !kingRow.row.disqualified;
  if ((test === null) !== (row.tTest === null))
    return {
      numbers: isSure ? [...numbers, presence(test !== null, row.tTest !== null)] : numbers,
      notComputed: [],
    };
  if (test !== null && row.tTest !== null) numbers.push(...testNumbers(test, row.tTest));
  const uneven = kingRow.list.length !== list.length;
  return {
    numbers,
    notComputed: uneven
      ? [
          `The lists have ${list.length} prompts, and ${kingRow.list.length} of the king: they are paired by index over the first ${n}.`,
        ]
      : [],
  };
}

const notPaired = (why: string): ComputedNumbers => ({ numbers: [], notComputed: [`t_test: ${why}.`] });

const presence = (computed: boolean, published: boolean): ComputedNumber => ({
  name: 't_test',
  recomputed: computed ? 'present' : 'absent',
  published: published ? 'present' : 'absent',
  cause: 'scores',
});

/** Pairs and whether they are enough; the king's own row counts its own prompts. */
function pairNumbers(row: RowFacts['row'], pairs: number | null, policy: Policy): ComputedNumber[] {
  const numbers: ComputedNumber[] = [];
  if (row.disqualified) return numbers;
  if (pairs !== null)
    numbers.push({
      name: 'paired_prompts',
      recomputed: pairs,
      published: row.pairedPrompts,
      cause: 'inputs',
    });
  const counted = pairs ?? row.pairedPrompts;
  if (counted !== undefined)
    numbers.push({
      name: 'dethrone_eligible',
      recomputed: counted >= policy.minPairedPrompts,
      published: row.dethroneEligible,
      cause: 'rules',
    });
  return numbers;
}

const testNumbers = (test: PublishedTest, published: PublishedTTest): ComputedNumber[] => [
  { name: 't_test.n', recomputed: test.n, published: published.n, cause: 'inputs' },
  { name: 't_test.mean_delta', recomputed: test.meanDelta, published: published.meanDelta, cause: 'scores' },
  { name: 't_test.se', recomputed: test.se, published: published.se, cause: 'scores' },
  { name: 't_test.t', recomputed: test.t, published: published.t, cause: 'scores' },
  { name: 't_test.p', recomputed: test.p, published: published.p, cause: 'scores' },
  { name: 't_test.lcb', recomputed: test.lcb, published: published.lcb, cause: 'scores' },
];

/** Without the lists a published test can still be held against itself, as far as its rounding goes. */
function fromPublished(king: RowFacts, one: RowFacts, policy: Policy): ComputedNumbers {
  const { row } = one;
  const numbers = pairNumbers(row, null, policy);
  const test = row.tTest;
  if (test === null) return { numbers, notComputed: [] };
  const [ours, theirs] = [row.promptsScored, king.row.promptsScored];
  if (ours !== null && theirs !== null)
    numbers.push({
      name: 't_test.n',
      recomputed: Math.min(ours, theirs),
      published: test.n,
      cause: 'inputs',
    });
  const notComputed = ['t_test.se: last_eval.json does not hold both lists; the rest is computed from it.'];
  const { meanDelta: mean, se } = test;
  if (mean === null || se === null) return { numbers, notComputed };
  const sameLength = test.n === row.promptsScored && test.n === king.row.promptsScored;
  if (sameLength && king.row.kl !== null && row.kl !== null) {
    const recomputed = king.row.kl - row.kl;
    numbers.push({
      name: 't_test.mean_delta',
      recomputed,
      published: mean,
      cause: 'scores',
      within: 6 * HALF_6,
    });
  }
  if (se > HALF_6) numbers.push(...tailNumbers(test, mean, se));
  const lcb = mean - policy.lcbErrors * se;
  const within = (2 + policy.lcbErrors) * HALF_6;
  numbers.push({ name: 't_test.lcb', recomputed: lcb, published: test.lcb, cause: 'scores', within });
  return { numbers, notComputed };
}

/** t and p with the room that the rounding of mean and standard error leaves. */
function tailNumbers(test: PublishedTTest, mean: number, se: number): ComputedNumber[] {
  const corners = [mean - HALF_6, mean + HALF_6].flatMap((m) => [m / (se - HALF_6), m / (se + HALF_6)]);
  const t = mean / se;
  const room = Math.max(...corners.map((corner) => Math.abs(corner - t)));
  const tail = (x: number) => 0.5 * (1 - erf(x / Math.SQRT2));
  const spread = Math.max(Math.abs(tail(t - room) - tail(t)), Math.abs(tail(t + room) - tail(t)));
  return [
    { name: 't_test.t', recomputed: t, published: test.t, cause: 'scores', within: room + HALF_3 },
    { name: 't_test.p', recomputed: tail(t), published: test.p, cause: 'scores', within: spread + HALF_6 },
  ];
}

/** Shifts of one list against the other that are tried when a test does not follow from them. */
const SHIFTS = [1, -1, 2, -2, 3, -3] as const;

/**
 * The shift of the challenger's list against the king's under which a published test follows, when it does not follow
 * from the lists as they are; null when none of the small ones does.
 */
export function pairingShift(facts: ViewFacts, { row, list }: RowFacts, policy: Policy): number | null {
  const king = facts.kingRow?.list ?? null;
  if (king === null || list === null || row.tTest === null) return null;
  const { meanDelta, se, lcb } = row.tTest;
  for (const shift of SHIFTS) {
    const test = pairedTest(
      king.slice(Math.max(0, -shift)),
      list.slice(Math.max(0, shift)),
      policy.lcbErrors,
    );
    if (test !== null && test.meanDelta === meanDelta && test.se === se && test.lcb === lcb) return shift;
  }
  return null;
}
