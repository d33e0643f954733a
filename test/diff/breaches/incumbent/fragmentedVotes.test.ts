import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fragmentedVotes } from '../../../../src/diff/breaches/incumbent/fragmentedVotes.js';
import { breachInput, specOf } from '../../breachCases.js';
import { FALLBACK, round } from '../../chainCases.js';
import { burning, old, type Shows, showing } from './rowCases.js';

const fallback = specOf({ consensus: { asRule: FALLBACK, byTrueStake: FALLBACK } });
const split = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [i + 1, old(20 + i)]));
const find = (validators: Readonly<Record<number, Shows>>, spec = fallback) =>
  fragmentedVotes.find(breachInput({ seed: showing(round.seedBlock, validators), spec }));

test('A5: twelve rows with twelve kings and one reserve', () => {
  const [breach] = find(split);
  assert.deepEqual([breach?.uid, breach?.decisive], [FALLBACK, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /12 of 12 permitted rows.*UID 20, 21, .*31/);
});

test('A5: the chain put 0 at the largest weight of each row', () => {
  const zeroed: Shows = [
    9,
    [
      [20, 0],
      [FALLBACK, 7282],
    ],
  ];
  const [breach] = find({ 1: zeroed, 2: zeroed });
  assert.match(
    breach?.evidence.join(' ') ?? '',
    /2 of 2 permitted rows.*put 0 at the largest weight of each/,
  );
});

test('no A5: a row burns, the consensus is a king, the era has no fallback, or no row was read', () => {
  assert.deepEqual(find({ ...split, 40: [9, burning] }), []);
  assert.deepEqual(find(split, specOf()), []);
  assert.deepEqual(find({}), []);
  const [breach] = find({ ...split, 40: [9, [[70, 65535]]], 41: [9, [[80, 0]]] });
  assert.match(breach?.evidence.join(' ') ?? '', /12 of 13 permitted rows/);
  const seed = showing(round.seedBlock, split);
  assert.deepEqual(fragmentedVotes.find(breachInput({ seed, spec: fallback, fallbackUid: null })), []);
});
