import assert from 'node:assert/strict';
import { test } from 'node:test';
import { shortKing as check } from '../../../../src/diff/breaches/duel/shortKing.js';
import { CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { found, neverThrows } from './duelCases.js';

const view = (kingPrompts: number, total = 287, more = {}) =>
  publishedRound({
    kingPromptsCompleted: kingPrompts,
    rows: [
      publishedRow(KING, { promptsScored: kingPrompts, promptsTotal: total }),
      publishedRow(CHALLENGER, { promptsScored: kingPrompts, promptsTotal: total }),
    ],
    ...more,
  });

test('C3: a new king while the old one was scored on 120 prompts of 287', () => {
  for (const more of [{}, { invalidForLeaderboard: true }, { minPromptsForLeaderboard: 150 }]) {
    const [breach] = found(check, { views: [view(120, 287, more)] });
    assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
    assert.match(breach?.evidence.join(' ') ?? '', /120 prompts.*kept as the record 150/);
  }
});

test('no C3: the round has no more prompts than these', () => {
  assert.deepEqual(found(check, { views: [view(120, 120)] }), []);
  assert.deepEqual(found(check, { views: [view(120, 287, { minPromptsForLeaderboard: 120 })] }), []);
  assert.deepEqual(found(check, { views: [view(120, 287, { invalidForLeaderboard: false })] }), []);
});

test('no C3: enough prompts, too few for any duel, no change, or nothing known', () => {
  assert.deepEqual(found(check, { views: [view(150)] }), []);
  assert.deepEqual(found(check, { views: [view(99)] }), []);
  const kept = { kingChanged: false, newKingUid: null, kingUid: KING };
  assert.deepEqual(found(check, { views: [view(120, 287, kept)] }), []);
  assert.deepEqual(found(check, { views: [view(120, 287, { nPrompts: null })] }), []);
  neverThrows(check);
});
