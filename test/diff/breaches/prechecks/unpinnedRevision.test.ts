import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unpinnedRevision } from '../../../../src/diff/breaches/prechecks/unpinnedRevision.js';
import { breachInput, CHALLENGER, KING, publishedRound } from '../../breachCases.js';
import { FALLBACK, hotkeyOf, round, stateAt } from '../../chainCases.js';

const commitment = (uid: number, payload: unknown, hotkey = hotkeyOf(uid)) => ({
  uid,
  hotkey,
  chosen: 0,
  entries: [
    {
      block: round.cutoffBlock - 50,
      text: typeof payload === 'string' ? payload : JSON.stringify(payload),
      lengthPrefixed: true,
      strictText: null,
    },
  ],
});
const at = (...commitments: readonly ReturnType<typeof commitment>[]) =>
  stateAt(round.cutoffBlock, { validators: {}, more: { commitments } });
const find = (...commitments: readonly ReturnType<typeof commitment>[]) =>
  unpinnedRevision.find(breachInput({ crowned: CHALLENGER, cutoff: at(...commitments) }));

test('E2: the crowned UID or the king committed a branch, a tag, a short hash or nothing', () => {
  for (const revision of ['main', 'v1.0', 'abc1234', '\u202emain']) {
    const [found, ...more] = find(commitment(CHALLENGER, { model: 'a/b', revision }));
    assert.deepEqual([found?.uid, found?.decisive, more], [CHALLENGER, false, []]);
    assert.doesNotMatch(found?.evidence.join(' ') ?? '', /\u202e/);
  }
  const [none] = find(commitment(KING, { model: 'a/b' }));
  assert.equal(none?.uid, KING);
  assert.match(none?.evidence[0] ?? '', new RegExp(`stands for the branch main.*${round.cutoffBlock - 50}`));
});

test('E2: a UID with a published row counts as a contender', () => {
  const input = breachInput({
    views: [publishedRound()],
    spec: { ...breachInput().spec, king: null, consensus: { asRule: FALLBACK, byTrueStake: null } },
    cutoff: at(commitment(CHALLENGER, { model: 'a/b', revision: 'main' })),
  });
  assert.deepEqual(
    unpinnedRevision.find(input).map((one) => one.uid),
    [CHALLENGER],
  );
  assert.deepEqual(unpinnedRevision.find({ ...input, views: [] }), []);
});

test('no E2: pinned, of a UID that takes no part, of another hotkey, or not readable', () => {
  assert.deepEqual(find(commitment(CHALLENGER, { model: 'a/b', revision: 'a'.repeat(40) })), []);
  assert.deepEqual(find(commitment(33, { model: 'a/b', revision: 'main' })), []);
  assert.deepEqual(find(commitment(CHALLENGER, { model: 'a/b' }, 'former holder')), []);
  for (const payload of [
    '{',
    '[]',
    'null',
    '"model"',
    '{"revision":"main"}',
    '{"model":1}',
    ' '.repeat(5000),
  ])
    assert.deepEqual(find(commitment(CHALLENGER, payload)), []);
  assert.deepEqual(find({ ...commitment(CHALLENGER, { model: 'a/b' }), chosen: null as never }), []);
  assert.deepEqual(find(), []);
});
