import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { BreachInput } from '../../../../src/diff/breaches/breachInput.js';
import { belowFloorKing } from '../../../../src/diff/breaches/floor/belowFloorKing.js';
import type { PublishedRound, PublishedRow } from '../../../../src/domain/published.js';
import { axesOf, breachInput, CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';

const find = (
  king: Partial<PublishedRow>,
  view: Partial<PublishedRound> = {},
  more: Partial<BreachInput> = {},
) =>
  belowFloorKing.find(
    breachInput({
      crowned: KING,
      views: [
        publishedRound({
          kingUid: KING,
          newKingUid: null,
          kingChanged: false,
          rows: [publishedRow(KING, king)],
          ...view,
        }),
      ],
      ...more,
    }),
  );

test('B1: the king keeps the crown with a quality below 0.06', () => {
  const [breach] = find({ axes: axesOf(0.05) });
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, /UID 10 as king with a crown quality of 0\.05 over 15 axes/);
  assert.match(evidence, /0\.06, 0\.2\./);
});

test('no B1: the quality lies between the legal floors, or exactly at the lowest one', () => {
  assert.deepEqual(find({ axes: axesOf(0.1) }), []);
  assert.deepEqual(find({ axes: axesOf(0.06) }), []);
});

test('no B1: the axes that count are absent, the composite is, or an era without a floor may have been in force', () => {
  assert.deepEqual(find({ axes: { kl: 0.01, capability: null } }), []);
  assert.deepEqual(find({ axes: {} }), []);
  assert.deepEqual(find({ axes: axesOf(0.05), axisGroupsOff: ['bench'] }), [], 'another quality by setting');
  const { rules } = breachInput();
  const without = rules.map((one) => ({ ...one, policy: { ...one.policy, qualityFloor: null } }));
  assert.deepEqual(find({ axes: axesOf(0.05) }, {}, { rules: [...rules, ...without] }), []);
});

test('no B1: the king lost the crown, was disqualified, or nothing was published', () => {
  const low = { axes: axesOf(0.05) };
  assert.deepEqual(find(low, { kingChanged: true, kingUid: CHALLENGER, newKingUid: CHALLENGER }), []);
  assert.deepEqual(find(low, { kingChanged: true }), []);
  assert.deepEqual(find(low, {}, { crowned: CHALLENGER }), []);
  assert.deepEqual(find({ ...low, disqualified: true }), []);
  assert.deepEqual(find({ ...low, isKing: false }), []);
  assert.deepEqual(find(low, {}, { views: [] }), []);
});
