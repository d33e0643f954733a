import assert from 'node:assert/strict';
import { test } from 'node:test';
import { differentPrompts as check } from '../../../../src/diff/breaches/duel/differentPrompts.js';
import { publishedRound } from '../../breachCases.js';
import { found, neverThrows } from './duelCases.js';

const first = publishedRound({ shardIdx: 6372, blockHash: '0xABCD' });
const second = { ...first, validatorUid: 2 };

test('C8: two views of one block name two shards, and another two numbers of prompts', () => {
  const views = [first, { ...second, shardIdx: 17 }, { ...second, validatorUid: 3, nPrompts: 150 }];
  const breaches = found(check, { views });
  assert.deepEqual(
    breaches.map((one) => [one.uid, one.decisive]),
    [
      [2, false],
      [3, false],
    ],
  );
  assert.match(breaches[0]?.evidence[0] ?? '', /shard_idx 6372, validator 2 17/);
  assert.match(breaches[1]?.evidence[1] ?? '', /legal settings/);
});

test('no C8: the same draw, written in another way', () => {
  assert.deepEqual(found(check, { views: [first, { ...second, blockHash: 'abcd' }] }), []);
});

test('no C8: one view, a view of another block, or a number that was not published', () => {
  assert.deepEqual(found(check, { views: [first] }), []);
  assert.deepEqual(found(check, { views: [first, { ...second, seedBlock: 720, shardIdx: 17 }] }), []);
  const { shardIdx: _, ...without } = second;
  assert.deepEqual(found(check, { views: [first, { ...without, nPrompts: null }] }), []);
  neverThrows(check);
});
