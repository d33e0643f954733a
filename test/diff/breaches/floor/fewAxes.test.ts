import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { fewAxes } from '../../../../src/diff/breaches/floor/fewAxes.js';
import type { PublishedRound, PublishedRow } from '../../../../src/domain/published.js';
import { breachInput, CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';

const three = { judge_probe: 1, math_bench: 1, length: 0.5, kl: 0.9, on_policy_rkl: 0.9 };
const find = (
  row: Partial<PublishedRow>,
  view: Partial<PublishedRound> = {},
  more: Partial<BreachInput> = {},
) =>
  fewAxes.find(
    breachInput({
      crowned: CHALLENGER,
      views: [publishedRound({ rows: [publishedRow(KING), publishedRow(CHALLENGER, row)], ...view })],
      ...more,
    }),
  );

test('B5: crowned on three quality axes', () => {
  const [breach] = find({ axes: three });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(
    breach?.evidence.join(' ') ?? '',
    /UID 20 with a quality of 0\.871795 that rests on 3 axes.*ask for 4/,
  );
});

test('B5: broken axes do not count', () => {
  assert.equal(find({ axes: { ...three, code_bench: 0 }, brokenAxes: ['code_bench'] }).length, 1);
});

test('no B5: four axes, or none of which a quality comes', () => {
  assert.deepEqual(find({ axes: { ...three, code_bench: 0 } }), []);
  assert.deepEqual(find({ axes: { kl: 0.9, capability: null } }), []);
  assert.deepEqual(find({ axes: {} }), []);
  assert.deepEqual(find({ axes: three, axisGroupsOff: ['bench'] }), [], 'left out by setting, not missing');
});

test('no B5: it was not crowned by its duel, or somebody else is crowned', () => {
  assert.deepEqual(find({ axes: three, tTest: null }), []);
  assert.deepEqual(find({ axes: three, dethroneEligible: false }), []);
  assert.deepEqual(find({ axes: three }, { kingChanged: false, newKingUid: null }), []);
  assert.deepEqual(find({ axes: three }, { kingChanged: false }), []);
  assert.deepEqual(find({ axes: three }, { newKingUid: 30 }), []);
  assert.deepEqual(find({ axes: three }, {}, { crowned: KING }), []);
  assert.deepEqual(find({ axes: three }, {}, { views: [] }), []);
  const rules = breachInput().rules.map((one) => ({ ...one, policy: { ...one.policy, minQualityAxes: 0 } }));
  assert.deepEqual(find({ axes: three }, {}, { rules }), []);
  assert.deepEqual(find({ axes: three }, {}, { rules: [...breachInput().rules, ...rules] }), []);
});
