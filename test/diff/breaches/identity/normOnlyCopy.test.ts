import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normOnlyCopy as check } from '../../../../src/diff/breaches/identity/normOnlyCopy.js';
import type { LegalRules } from '../../../../src/eras/legalRules.js';
import { breachInput, CHALLENGER, publishedRound } from '../../breachCases.js';
import { hotkeyOf } from '../../chainCases.js';
import { found, neverThrows } from '../duel/duelCases.js';
import { commitment, cutoffWith, hostileCutoff, repositories } from './identityCases.js';

const ORIGINAL = 7;
const cutoff = cutoffWith(commitment(ORIGINAL, [100]), commitment(CHALLENGER, [200]));
const old = (rules: readonly LegalRules[], line: 'P5' | 'MID' = 'P5') =>
  rules.map((one) => ({ ...one, policy: { ...one.policy, precheckLine: line } }));
const { policy, rules } = breachInput();
const OLD = { policy: { ...policy, precheckLine: 'P5' as const }, rules: old(rules) };
const SHARDS = { 'model-1.safetensors': 'a', 'model-2.safetensors': 'b', 'config.json': 'c' };
const find = (files: Record<string, string>, reason: string, more = {}) =>
  found(check, {
    cutoff,
    ...OLD,
    findRepository: repositories({ 'owner7/model': SHARDS, 'owner20/model': files }),
    views: [publishedRound({ disqualified: { [`${hotkeyOf(CHALLENGER)}:200`]: reason } })],
    ...more,
  });
const REASON = 'copy: identical tensor content as UID 7 (owner7/model), committed later at block 200 vs 100';

test('D8: a copy by tensor content whose weight files differ', () => {
  const [breach] = find({ ...SHARDS, 'model-2.safetensors': 'd' }, REASON);
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /1 of 2 weight files .* model-2\.safetensors/);
});

test('no D8: the same files, or another number or other names of them', () => {
  assert.deepEqual(find(SHARDS, REASON), []);
  assert.deepEqual(find({ 'model.safetensors': 'e' }, REASON), []);
  assert.deepEqual(find({ 'a-1.safetensors': 'd', 'a-2.safetensors': 'b' }, REASON), []);
});

test('no D8: a line that hashes more tensors may have been in force', () => {
  const files = { ...SHARDS, 'model-2.safetensors': 'd' };
  assert.deepEqual(find(files, REASON, { policy }), []);
  assert.deepEqual(find(files, REASON, { rules: [...old(rules), ...old(rules, 'MID')] }), []);
});

test('no D8: another reason, other commitments, or no manifest', () => {
  const files = { ...SHARDS, 'model-2.safetensors': 'd' };
  assert.deepEqual(find(files, REASON.replace('tensor content', 'weights')), []);
  assert.deepEqual(find(files, REASON.replace('vs 100', 'vs 99')), []);
  assert.deepEqual(find(files, REASON.replace('block 200', 'block 150')), []);
  assert.deepEqual(find(files, REASON, { findRepository: repositories({}) }), []);
  neverThrows(check, { cutoff: hostileCutoff, ...OLD });
});
