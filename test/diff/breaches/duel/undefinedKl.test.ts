import assert from 'node:assert/strict';
import { test } from 'node:test';
import { undefinedKl as check } from '../../../../src/diff/breaches/duel/undefinedKl.js';
import { axesOf, CHALLENGER } from '../../breachCases.js';
import { crowning, found, neverThrows } from './duelCases.js';

const FULL = { ...axesOf(0.5), kl: 1 };

test('C6: the crowned row has kl null and a full kl axis', () => {
  const [breach] = found(check, { views: [crowning({ kl: null, axes: FULL })] });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  const raw = { kl_global_avg: Number.NaN };
  const [told] = found(check, { views: [crowning({ kl: null, axes: FULL, raw })] });
  assert.match(told?.evidence.join(' ') ?? '', /raw result is NaN/);
  const first = {
    ...crowning({ kl: null, axes: FULL }),
    kingChanged: false,
    firstCrown: true,
    prevKingUid: null,
  };
  assert.equal(found(check, { views: [first] }).length, 1);
});

test('no C6: a number, or an axis that is not full', () => {
  assert.deepEqual(found(check, { views: [crowning({ kl: 0.9, axes: FULL })] }), []);
  assert.deepEqual(found(check, { views: [crowning({ kl: null })] }), []);
  assert.deepEqual(found(check, { views: [crowning({ kl: null, axes: {} })] }), []);
});

test('no C6: an infinite KL, or a king that was not crowned by this round', () => {
  const raw = { kl_global_avg: Number.POSITIVE_INFINITY };
  assert.deepEqual(found(check, { views: [crowning({ kl: null, axes: FULL, raw })] }), []);
  const kept = {
    ...crowning({}, { kl: null, axes: FULL }),
    kingChanged: false,
    newKingUid: null,
    kingUid: 10,
  };
  assert.deepEqual(found(check, { views: [kept] }), []);
  neverThrows(check);
});
