import assert from 'node:assert/strict';
import { test } from 'node:test';
import { staleHashCopy as check } from '../../../../src/diff/breaches/identity/staleHashCopy.js';
import { CHALLENGER, publishedRound } from '../../breachCases.js';
import { hotkeyOf } from '../../chainCases.js';
import { found, neverThrows } from '../duel/duelCases.js';
import { commitment, cutoffWith, hostileCutoff, repositories } from './identityCases.js';

const cutoff = cutoffWith(commitment(7, [200]), commitment(CHALLENGER, [100, 300]));
const REASON = 'copy: identical weights as UID 7 (owner7/model), committed later at block 300 vs 200';
const find = (mine: Record<string, string>, theirs: Record<string, string>, reason = REASON, more = {}) =>
  found(check, {
    cutoff,
    findRepository: repositories({ 'owner20/model': mine, 'owner7/model': theirs }),
    views: [publishedRound({ disqualified: { [`${hotkeyOf(CHALLENGER)}:300`]: reason } })],
    ...more,
  });
const MODEL = { 'model.safetensors': 'a' };

test('D10: a copy by weights of commitments whose weights differ', () => {
  const [breach] = find({ 'model.safetensors': 'b' }, MODEL);
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  const two = { 'a.safetensors': 'a', 'b.safetensors': 'b' };
  assert.equal(
    find(two, { 'a.safetensors': 'a', 'c.safetensors': 'b' }).length,
    1,
    'names count among several',
  );
});

test('no D10: the same weights, under another file name', () => {
  assert.deepEqual(find({ 'other.safetensors': 'a', 'config.json': 'd' }, MODEL), []);
  const two = { 'a.safetensors': 'a', 'b.safetensors': 'b' };
  assert.deepEqual(find(two, { ...two, 'x.json': 'e' }), []);
});

test('no D10: the original committed again since, so that the copy was one', () => {
  const later = cutoffWith(commitment(7, [200, 400]), commitment(CHALLENGER, [300]));
  assert.deepEqual(find({ 'model.safetensors': 'b' }, MODEL, REASON, { cutoff: later }), []);
  const own = cutoffWith(commitment(7, [200]), commitment(CHALLENGER, [300, 500]));
  assert.deepEqual(find({ 'model.safetensors': 'b' }, MODEL, REASON, { cutoff: own }), []);
});

test('no D10: another text, no blocks, no manifest, no weight files', () => {
  const other = { 'model.safetensors': 'b' };
  for (const reason of [
    REASON.replace('weights', 'tensor content'),
    'copy: identical weights as UID 7 (owner7/model), committed later',
    REASON.replace('UID 7', 'UID 700000'),
    REASON.replace('block 300', 'block 301'),
  ])
    assert.deepEqual(find(other, MODEL, reason), []);
  assert.deepEqual(find(other, MODEL, REASON, { findRepository: repositories({}) }), []);
  assert.deepEqual(find({}, MODEL), []);
  neverThrows(check, { cutoff: hostileCutoff });
});
