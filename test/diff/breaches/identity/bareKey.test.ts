import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bareKey as check } from '../../../../src/diff/breaches/identity/bareKey.js';
import { CHALLENGER, contender, KING, publishedRound, publishedRow } from '../../breachCases.js';
import { hotkeyOf } from '../../chainCases.js';
import { found, neverThrows } from '../duel/duelCases.js';
import { commitment, cutoffWith, hostileCutoff } from './identityCases.js';

const AT = contender(CHALLENGER).committedAt;
const cutoff = cutoffWith(commitment(CHALLENGER, [AT]));
const reason = (own: number) =>
  `copy: identical weights as UID 7 (a/b), committed later at block ${own} vs 90`;
const view = (disqualified: Record<string, string>, row: object = {}) =>
  publishedRound({ disqualified, rows: [publishedRow(KING), publishedRow(CHALLENGER, row)] });

test('D6: a bare key whose text names another block', () => {
  for (const key of [String(CHALLENGER), hotkeyOf(CHALLENGER)]) {
    const [breach] = found(check, { cutoff, views: [view({ [key]: reason(100) })] });
    assert.deepEqual([breach?.uid, breach?.decisive], [CHALLENGER, false]);
    assert.match(breach?.evidence.join(' ') ?? '', new RegExp(`is of block ${AT}.*commitment of block 100`));
  }
});

test('D6: a key that was moved onto a newer commitment', () => {
  const views = [view({ [`${hotkeyOf(CHALLENGER)}:${AT}`]: reason(100) })];
  assert.equal(found(check, { cutoff, views }).length, 1);
});

test('D6: a row that is disqualified by a bare key', () => {
  const text = 'quality: KL=9';
  const views = [view({ [CHALLENGER]: text }, { disqualified: true, dqReason: text })];
  const [breach] = found(check, { cutoff, views });
  assert.match(breach?.evidence.join(' ') ?? '', /eligibility ignores such keys/);
});

test('no D6: the key of the commitment itself is there as well', () => {
  const text = 'quality: KL=9';
  const both = { [CHALLENGER]: text, [`${hotkeyOf(CHALLENGER)}:${AT}`]: text };
  assert.deepEqual(found(check, { cutoff, views: [view(both, { disqualified: true, dqReason: text })] }), []);
});

test('no D6: a text that names this commitment or none, a row that ignores it, nobody hit', () => {
  assert.deepEqual(found(check, { cutoff, views: [view({ [CHALLENGER]: reason(AT) })] }), []);
  assert.deepEqual(found(check, { cutoff, views: [view({ [CHALLENGER]: 'quality: KL=9' })] }), []);
  const other = { disqualified: true, dqReason: 'integrity: x' };
  assert.deepEqual(found(check, { cutoff, views: [view({ [CHALLENGER]: 'quality: KL=9' }, other)] }), []);
  assert.deepEqual(
    found(check, { cutoff, views: [view({ 30: reason(100), 'hotkey-31': reason(100) })] }),
    [],
  );
  assert.deepEqual(
    found(check, { cutoff, views: [view({ [`${hotkeyOf(CHALLENGER)}:100`]: reason(100) })] }),
    [],
  );
  neverThrows(check, { cutoff: hostileCutoff });
});
