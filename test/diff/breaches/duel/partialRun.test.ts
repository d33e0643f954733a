import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partialRun as check } from '../../../../src/diff/breaches/duel/partialRun.js';
import { CHALLENGER } from '../../breachCases.js';
import { crowning, found, neverThrows } from './duelCases.js';

const BROKEN = { promptsScored: 120, promptsTotal: 287, earlyStopped: false };
const KING_ROW = { promptsScored: 287, promptsTotal: 287 };

test('C2: the crowned row broke off after 120 prompts', () => {
  const [breach] = found(check, { views: [crowning(BROKEN, KING_ROW)] });
  assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
  assert.match(breach?.evidence[0] ?? '', /120 of 287 prompts/);
  const raw = { status: 'partial', early_stop_reason: 'oom' };
  const [told] = found(check, { views: [crowning({ ...BROKEN, raw }, { promptsScored: null })] });
  assert.match(told?.evidence.join(' ') ?? '', /the reason oom/);
});

test('no C2: the king was as short and caps everybody', () => {
  const capped = { ...KING_ROW, promptsScored: 120 };
  assert.deepEqual(found(check, { views: [crowning(BROKEN, capped)] }), []);
  const raw = { status: 'scored', early_stop_reason: 'king_cap' };
  assert.deepEqual(found(check, { views: [crowning({ ...BROKEN, raw }, KING_ROW)] }), []);
});

test('no C2: stopped early, complete, not stated, or the king unknown', () => {
  for (const more of [
    { earlyStopped: true },
    { promptsScored: 287 },
    { promptsScored: 99 },
    { promptsTotal: null },
  ])
    assert.deepEqual(found(check, { views: [crowning({ ...BROKEN, ...more }, KING_ROW)] }), []);
  const { earlyStopped: _, ...unstated } = BROKEN;
  assert.deepEqual(found(check, { views: [crowning(unstated, KING_ROW)] }), []);
  assert.deepEqual(found(check, { views: [crowning(BROKEN, { promptsScored: null })] }), []);
  neverThrows(check);
});
