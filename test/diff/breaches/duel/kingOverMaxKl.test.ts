import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kingOverMaxKl as check } from '../../../../src/diff/breaches/duel/kingOverMaxKl.js';
import { CHALLENGER, KING } from '../../breachCases.js';
import { hotkeyOf, round } from '../../chainCases.js';
import { crowning, found, neverThrows } from './duelCases.js';

const DISQUALIFIED = { disqualified: true, dqReason: 'quality: KL=4.2 > 4.0', kl: 4.2 };
const UNTESTED = { tTest: null };

test('C5: the king is disqualified for its KL, the new king has no test', () => {
  const [breach] = found(check, { views: [crowning(UNTESTED, DISQUALIFIED)] });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /above the legal maxima 2, 2\.1, 4; within 6\.3/);
  const unsaid = { ...DISQUALIFIED, dqReason: null, kl: 2.05 };
  assert.equal(found(check, { views: [crowning(UNTESTED, unsaid)] }).length, 1);
});

test('C5: by the key of the file alone', () => {
  const key = `${hotkeyOf(KING)}:${round.cutoffBlock - 1000 + KING}`;
  const disqualified = { [key]: 'quality: KL=4.2' };
  const views = [{ ...crowning(UNTESTED, { kl: 4.2 }), disqualified }];
  assert.equal(found(check, { views }).length, 1);
});

test('no C5: a KL over some legal maximum, and no disqualification', () => {
  assert.deepEqual(found(check, { views: [crowning(UNTESTED, { kl: 2.5 })] }), []);
});

test('no C5: a duel was won, or the king went for another reason', () => {
  assert.deepEqual(found(check, { views: [crowning({}, DISQUALIFIED)] }), []);
  const copy = { ...DISQUALIFIED, dqReason: 'copy: identical weights as UID 3' };
  assert.deepEqual(found(check, { views: [crowning(UNTESTED, copy)] }), []);
  assert.deepEqual(found(check, { views: [crowning(UNTESTED, { disqualified: true, kl: 1 })] }), []);
  neverThrows(check);
});
