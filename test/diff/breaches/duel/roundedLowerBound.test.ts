import assert from 'node:assert/strict';
import { test } from 'node:test';
import { roundedLowerBound as check } from '../../../../src/diff/breaches/duel/roundedLowerBound.js';
import { momentsOf } from '../../../../src/eras/pairedStats.js';
import { CHALLENGER } from '../../breachCases.js';
import { crowning, found, neverThrows, testOf } from './duelCases.js';

const N = 200;
const king = Array.from({ length: N }, () => 2);
const spread = (at: number) => (at % 2 === 0 ? 0.01 : -0.01);
/** Lists whose lower bound is as given: a spread around the mean that the bound asks for. */
function listsFor(lcb: number) {
  const se =
    momentsOf(
      king,
      king.map((value, at) => value + spread(at)),
    )?.se ?? 0;
  const mean = lcb + 1.96 * se;
  const challenger = king.map((value, at) => value - mean + spread(at));
  return { mean, challenger };
}
const view = (lcb: number, more = {}, published = 0) => {
  const { mean, challenger } = listsFor(lcb);
  const meanDelta = Number(mean.toFixed(6));
  const tTest = testOf({ lcb: published, meanDelta, n: N, p: 0.024998, t: 1.96 });
  return crowning({ tTest, klPerPrompt: challenger, ...more }, { klPerPrompt: king });
};

test('C11: the lists give 3e-7, the gate read 0', () => {
  const [breach] = found(check, { views: [view(3e-7)] });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence[1] ?? '', /200 pairs .* give 3\.000e-7/);
});

test('no C11: the bound is below 0, or was published above 0', () => {
  assert.deepEqual(found(check, { views: [view(-3e-7)] }), []);
  assert.deepEqual(found(check, { views: [view(3e-7, {}, 0.000001)] }), []);
  assert.deepEqual(found(check, { views: [view(6e-7)] }), []);
});

test('no C11: no lists, lists of another run, or too few pairs', () => {
  assert.deepEqual(found(check, { views: [view(3e-7, { klPerPrompt: null })] }), []);
  assert.deepEqual(found(check, { views: [view(3e-7, { klPerPrompt: [...king.slice(1), null] })] }), []);
  assert.deepEqual(found(check, { views: [view(3e-7, { klPerPrompt: king.map(() => 1) })] }), []);
  assert.deepEqual(found(check, { views: [view(3e-7, { disqualified: true })] }), []);
  assert.deepEqual(found(check, { views: [view(3e-7, { klPerPrompt: king.slice(0, 150) })] }), []);
  neverThrows(check);
});
