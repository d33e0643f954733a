import assert from 'node:assert/strict';
import { test } from 'node:test';
import { zeroStake } from '../../../../src/diff/breaches/incumbent/zeroStake.js';
import { breachInput, CHALLENGER, KING, specOf } from '../../breachCases.js';
import { round } from '../../chainCases.js';
import { old, showing } from './rowCases.js';

const seed = (stake: Readonly<Record<number, number>>) =>
  showing(round.seedBlock, { 1: old(KING), 2: old(CHALLENGER) }, { stake });
const byRule = (asRule: number | null, byTrueStake: number | null) =>
  specOf({ consensus: { asRule, byTrueStake } });

test('A4: a validator without stake makes another incumbent', () => {
  const [breach] = zeroStake.find(breachInput({ seed: seed({ 2: 0 }), spec: byRule(CHALLENGER, KING) }));
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  const evidence = breach?.evidence.join(' ') ?? '';
  assert.match(evidence, /UID 2 \(pays UID 20\)/);
  assert.match(evidence, /counted as 0 it is UID 10/);
  assert.match(evidence, /seats UID 10 nevertheless/);
});

test('A4: nobody with a permit has stake', () => {
  const [breach] = zeroStake.find(breachInput({ seed: seed({ 1: 0, 2: 0 }), spec: byRule(KING, null) }));
  assert.match(breach?.evidence.join(' ') ?? '', /counted as 0 it is nobody.*UID 10 is the king/);
});

test('no A4: a validator without stake changes nothing, or the rows of the seed block do not show it', () => {
  assert.deepEqual(zeroStake.find(breachInput({ seed: seed({ 2: 0 }), spec: byRule(KING, KING) })), []);
  assert.deepEqual(zeroStake.find(breachInput({ seed: seed({}), spec: byRule(CHALLENGER, KING) })), []);
  assert.deepEqual(zeroStake.find(breachInput({ seed: seed({ 2: 0 }), spec: byRule(null, null) })), []);
  const silent = showing(round.seedBlock, { 1: old(KING), 2: [9, []] }, { stake: { 2: 0 } });
  assert.deepEqual(zeroStake.find(breachInput({ seed: silent, spec: byRule(CHALLENGER, KING) })), []);
  assert.deepEqual(zeroStake.find(breachInput({ spec: byRule(CHALLENGER, KING) })), []);
});
