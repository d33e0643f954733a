import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tooFewPrompts as check } from '../../../../src/diff/breaches/duel/tooFewPrompts.js';
import { CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { found, neverThrows } from './duelCases.js';

const view = (king: number | null, challenger: number | null, more = {}) =>
  publishedRound({
    nPrompts: 150,
    rows: [
      publishedRow(KING, { promptsScored: king, promptsTotal: king }),
      publishedRow(CHALLENGER, { promptsScored: challenger, promptsTotal: challenger, ...more }),
    ],
  });

test('C7: every row has 96 prompts', () => {
  const [breach] = found(check, { views: [view(96, 96)] });
  assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
  assert.match(breach?.evidence.join(' ') ?? '', /at most 96 prompts.*of 150 drawn/);
});

test('no C7: 100 prompts are enough, in any row', () => {
  assert.deepEqual(found(check, { views: [view(100, 100)] }), []);
  assert.deepEqual(found(check, { views: [view(100, 40)] }), []);
});

test('no C7: rows that each stopped early, no challenger, or no numbers', () => {
  const stopped = view(96, 96);
  const rows = stopped.rows.map((row) => ({ ...row, earlyStopped: true }));
  assert.deepEqual(found(check, { views: [{ ...stopped, rows }] }), []);
  assert.deepEqual(found(check, { views: [{ ...stopped, rows: stopped.rows.slice(0, 1) }] }), []);
  assert.deepEqual(found(check, { views: [view(null, null)] }), []);
  neverThrows(check);
});
