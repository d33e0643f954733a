import { type PublishedTest, pairedTest } from '../../decide/pairedTest.js';
import type { NumberSheet } from '../../diff/recompute/numberSheet.js';
import { flatMap } from '../../domain/flatMap.js';
import type { PublishedTTest } from '../../domain/published.js';
import type { Policy } from '../../eras/defineEra.js';
import { erf } from '../../python/erf.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** Half of the last decimal that a test is published with: 6 of mean, error, bound and p, 3 of t. */
const HALF_6 = 5e-7;
const HALF_3 = 5e-4;

/** Notes the paired test of a challenger against the seated king, from the two lists of per-prompt KLs. */
export function duelNumbers(sheet: NumberSheet, facts: ViewFacts, one: RowFacts, policy: Policy): void {
  const { row, list } = one;
  const { kingRow } = facts;
  if (row.isReference || facts.king.problems.length > 0) return;
  if (row.isKing) pairNumbers(sheet, row, list?.length ?? null, policy);
  else if (kingRow === null) {
    if (row.tTest !== null) sheet.notComputed.push('t_test: the king has no row.');
  } else if (kingRow.list === null || list === null) fromPublished(sheet, kingRow.row, row, policy);
  else fromLists(sheet, { king: kingRow, kings: kingRow.list, row, list }, policy);
}

interface Lists {
  readonly king: RowFacts;
  readonly kings: readonly number[];
  readonly row: RowFacts['row'];
  readonly list: readonly number[];
}

function fromLists(sheet: NumberSheet, { king, kings, row, list }: Lists, policy: Policy): void {
  const n = Math.min(kings.length, list.length);
  pairNumbers(sheet, row, n, policy);
  const kingKl = king.meanKl ?? null;
  const isTested = kingKl !== null && !(kingKl <= 0) && n >= 2;
  const test = isTested ? pairedTest(kings, list, policy.lcbErrors) : null;
  if ((test === null) !== (row.tTest === null)) {
    // Whether a row that is disqualified, or one against a king that is, carries a test is not known.
    if (row.disqualified || king.row.disqualified) return;
    sheet.add('t_test', presence(test !== null), presence(row.tTest !== null), 'scores');
    return;
  }
  if (test !== null && row.tTest !== null) testNumbers(sheet, test, row.tTest);
  if (kings.length !== list.length)
    sheet.notComputed.push(
      `The lists have ${list.length} prompts, and ${kings.length} of the king: they are paired by index over the first ${n}.`,
    );
}

const presence = (there: boolean): string => (there ? 'present' : 'absent');

/** Pairs and whether they are enough; the king's own row counts its own prompts. */
function pairNumbers(sheet: NumberSheet, row: RowFacts['row'], pairs: number | null, policy: Policy): void {
  if (row.disqualified) return;
  if (pairs !== null) sheet.add('paired_prompts', pairs, row.pairedPrompts, 'inputs');
  const counted = pairs ?? row.pairedPrompts;
  if (counted !== undefined)
    sheet.add('dethrone_eligible', counted >= policy.minPairedPrompts, row.dethroneEligible, 'rules');
}

function testNumbers(sheet: NumberSheet, test: PublishedTest, published: PublishedTTest): void {
  sheet.add('t_test.n', test.n, published.n, 'inputs');
  sheet.add('t_test.mean_delta', test.meanDelta, published.meanDelta, 'scores');
  sheet.add('t_test.se', test.se, published.se, 'scores');
  sheet.add('t_test.t', test.t, published.t, 'scores');
  sheet.add('t_test.p', test.p, published.p, 'scores');
  sheet.add('t_test.lcb', test.lcb, published.lcb, 'scores');
}

/** Without the lists a published test can still be held against itself, as far as its rounding goes. */
function fromPublished(
  sheet: NumberSheet,
  king: RowFacts['row'],
  row: RowFacts['row'],
  policy: Policy,
): void {
  pairNumbers(sheet, row, null, policy);
  const test = row.tTest;
  if (test === null) return;
  const [ours, theirs] = [row.promptsScored, king.promptsScored];
  if (ours !== null && theirs !== null) sheet.add('t_test.n', Math.min(ours, theirs), test.n, 'inputs');
  sheet.notComputed.push('t_test.se: last_eval.json does not hold both lists; the rest is computed from it.');
  const { meanDelta: mean, se } = test;
  if (mean === null || se === null) return;
  const sameLength = test.n === ours && test.n === theirs;
  if (sameLength && king.kl !== null && row.kl !== null)
    sheet.add('t_test.mean_delta', king.kl - row.kl, mean, 'scores', 6 * HALF_6);
  if (se > HALF_6) tailNumbers(sheet, test, mean, se);
  const lcb = mean - policy.lcbErrors * se;
  sheet.add('t_test.lcb', lcb, test.lcb, 'scores', (2 + policy.lcbErrors) * HALF_6);
}

/** t and p with the room that the rounding of mean and standard error leaves. */
function tailNumbers(sheet: NumberSheet, test: PublishedTTest, mean: number, se: number): void {
  const corners = flatMap([mean - HALF_6, mean + HALF_6], (m) => [m / (se - HALF_6), m / (se + HALF_6)]);
  const t = mean / se;
  const room = Math.max(...corners.map((corner) => Math.abs(corner - t)));
  const tail = (x: number) => 0.5 * (1 - erf(x / Math.SQRT2));
  const spread = Math.max(Math.abs(tail(t - room) - tail(t)), Math.abs(tail(t + room) - tail(t)));
  sheet.add('t_test.t', t, test.t, 'scores', room + HALF_3);
  sheet.add('t_test.p', tail(t), test.p, 'scores', spread + HALF_6);
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
