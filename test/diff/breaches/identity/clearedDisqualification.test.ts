import assert from 'node:assert/strict';
import { test } from 'node:test';
import { clearedDisqualification as check } from '../../../../src/diff/breaches/identity/clearedDisqualification.js';
import { KING, publishedRound } from '../../breachCases.js';
import { ACTIVATION, hotkeyOf, round, stateAt } from '../../chainCases.js';
import { found, neverThrows } from '../duel/duelCases.js';
import { commitment, cutoffWith, hostileCutoff } from './identityCases.js';

const AT = round.cutoffBlock - 100;
const NEWER = round.cutoffBlock + 50;
const KEY = `${hotkeyOf(KING)}:${AT}`;
const cutoff = cutoffWith(commitment(KING, [AT]));
const states = (blocks: readonly number[]) => [
  stateAt(ACTIVATION, { validators: {}, more: { commitments: [commitment(KING, blocks)] } }),
];
const view = (disqualified: Record<string, string> = {}, sources = ['disqualified.json']) =>
  publishedRound({ disqualified, sources });
const CLEARED = { cutoff, states: states([AT, NEWER]), disqualifiedBefore: [KEY], views: [view()] };

test("D4: the king's key is gone, its frozen commitment stands, a newer one came after the cutoff", () => {
  const [breach, ...more] = found(check, CLEARED);
  assert.equal(more.length, 0);
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  assert.match(breach?.evidence.join(' ') ?? '', new RegExp(`of the king .*revealed at block ${NEWER}`));
});

test('no D4: the newer commitment is the one that the round judges, or there is none', () => {
  assert.deepEqual(found(check, { ...CLEARED, cutoff: cutoffWith(commitment(KING, [AT, AT + 10])) }), []);
  assert.deepEqual(found(check, { ...CLEARED, states: states([AT]) }), []);
});

test('no D4: the key is still there, or the file was not captured', () => {
  assert.deepEqual(found(check, { ...CLEARED, views: [view({ [KEY]: 'copy: x' })] }), []);
  assert.deepEqual(found(check, { ...CLEARED, views: [view(), view({ [KEY]: 'copy: x' })] }), []);
  assert.deepEqual(found(check, { ...CLEARED, views: [view({}, ['h2h_latest.json'])] }), []);
  assert.deepEqual(found(check, { ...CLEARED, views: [] }), []);
});

test('no D4: it was not there a round before, or the key is no key', () => {
  assert.deepEqual(found(check, { ...CLEARED, disqualifiedBefore: ['hotkey-30:5'] }), []);
  assert.deepEqual(found(check, { ...CLEARED, disqualifiedBefore: [] }), []);
  const odd = ['', ':', `${KEY}:1`, hotkeyOf(KING), String(KING), '__proto__:1'];
  assert.deepEqual(found(check, { ...CLEARED, disqualifiedBefore: odd }), []);
  neverThrows(check, { ...CLEARED, cutoff: hostileCutoff });
});
