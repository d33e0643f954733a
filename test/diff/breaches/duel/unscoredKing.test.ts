import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unscoredKing as check } from '../../../../src/diff/breaches/duel/unscoredKing.js';
import { CHALLENGER, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { found, neverThrows } from './duelCases.js';

const KEPT = { kingChanged: false, newKingUid: null, kingUid: KING };
const untested = publishedRow(CHALLENGER, { tTest: null });

test('C4: the king has no row, or one without a KL', () => {
  for (const rows of [[untested], [publishedRow(KING, { kl: null }), untested]]) {
    const [breach] = found(check, { views: [publishedRound({ ...KEPT, rows })] });
    assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
    assert.match(breach?.evidence.join(' ') ?? '', /not evaluated again: UID 20\./);
  }
});

test('no C4: the king was scored, and the challenger could not be', () => {
  const rows = [publishedRow(KING), untested];
  assert.deepEqual(found(check, { views: [publishedRound({ ...KEPT, rows })] }), []);
});

test('no C4: duels took place, nobody was scored, no king was seated, or the king was disqualified', () => {
  const noKing = { ...KEPT, prevKingUid: null, firstCrown: true };
  const cases = [
    { ...KEPT, rows: [publishedRow(CHALLENGER)] },
    { ...KEPT, rows: [publishedRow(CHALLENGER, { kl: null, tTest: null })] },
    { ...KEPT, rows: [] },
    { ...noKing, rows: [untested] },
    { ...KEPT, rows: [publishedRow(KING, { kl: null, disqualified: true }), untested] },
  ];
  for (const more of cases) assert.deepEqual(found(check, { views: [publishedRound(more)] }), []);
  neverThrows(check);
});
