import assert from 'node:assert/strict';
import { test } from 'node:test';
import { kingFailsPrecheck as check } from '../../../../src/diff/breaches/duel/kingFailsPrecheck.js';
import type { PrecheckFinding } from '../../../../src/domain/round.js';
import { CHALLENGER, contender, KING, publishedRound, specOf } from '../../breachCases.js';
import { hotkeyOf } from '../../chainCases.js';
import { found, neverThrows, paidRows } from './duelCases.js';

const FAILED: PrecheckFinding = {
  rule: 14,
  status: 'fail',
  category: 'INVALID',
  reason: 'config.json holds a quantization_config.',
};
const specWith = (finding: PrecheckFinding, uid = KING) =>
  specOf({
    contenders: [
      {
        uid,
        hotkey: hotkeyOf(uid),
        in: true,
        role: uid === KING ? 'king' : 'challenger',
        reason: '',
        contender: contender(uid),
        plans: 'all',
        prechecks: [finding],
      },
    ],
  });
const kept = publishedRound({ kingChanged: false, newKingUid: null, kingUid: KING });

test('C13: rows, or a view, keep a king whose files fail a precheck', () => {
  const spec = specWith(FAILED);
  for (const input of [
    { spec, views: [kept] },
    { spec, ...paidRows(KING) },
  ]) {
    const [breach] = found(check, input);
    assert.deepEqual([breach?.uid, breach?.decisive], [KING, false]);
    assert.match(breach?.evidence.join(' ') ?? '', /Precheck 14 \(INVALID\): config\.json holds/);
  }
});

test('no C13: the rule that failed depends on the day, or was no refusal', () => {
  for (const finding of [
    { ...FAILED, rule: 22, category: 'REMOVED' as const },
    { ...FAILED, rule: 6 },
    { ...FAILED, category: 'EVAL_ERROR' as const },
    { ...FAILED, status: 'not checked' as const, category: null },
    { ...FAILED, status: 'pass' as const, category: null },
  ])
    assert.deepEqual(found(check, { spec: specWith(finding), views: [kept] }), []);
});

test('no C13: the crown moved on, or somebody else fails', () => {
  const spec = specWith(FAILED);
  assert.deepEqual(found(check, { spec, views: [publishedRound()], ...paidRows(CHALLENGER) }), []);
  assert.deepEqual(found(check, { spec }), []);
  assert.deepEqual(found(check, { spec: specWith(FAILED, CHALLENGER), views: [kept] }), []);
  assert.deepEqual(found(check, { spec: { ...spec, king: null }, views: [kept] }), []);
  neverThrows(check, { spec });
});
