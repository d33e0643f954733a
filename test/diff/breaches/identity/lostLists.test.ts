import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lostLists as check } from '../../../../src/diff/breaches/identity/lostLists.js';
import { axesOf, CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { found, neverThrows, testOf } from '../duel/duelCases.js';

const EARLIER = 19;
const raw = { status: 'scored' };
const view = (first: object, second: object) =>
  publishedRound({
    rows: [publishedRow(KING), publishedRow(EARLIER, first), publishedRow(CHALLENGER, second)],
  });

test('D2: two rows pass, the raw results hold no lists', () => {
  for (const klPerPrompt of [null, []]) {
    const [breach] = found(check, { views: [view({ raw, klPerPrompt }, { raw, klPerPrompt })] });
    assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
    assert.match(breach?.evidence[2] ?? '', /earlier than UID 20: UID 19/);
  }
});

test('no D2: raw results were not captured, so that the lists may have been there', () => {
  assert.deepEqual(found(check, { views: [view({}, {})] }), []);
});

test('no D2: the lists are there, or one row alone passes', () => {
  const held = { raw, klPerPrompt: [1, 2] };
  assert.deepEqual(found(check, { views: [view(held, held)] }), []);
  for (const first of [
    { raw, tTest: testOf({ lcb: -1 }) },
    { raw, axes: axesOf(0.4) },
    { raw, tTest: null },
    { raw, disqualified: true },
    { raw, axisGroupsOff: ['bench'] },
  ])
    assert.deepEqual(found(check, { views: [view(first, { raw })] }), []);
  neverThrows(check);
});
