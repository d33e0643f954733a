import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type RevalidationInput, revalidateKing } from '../../src/decide/revalidateKing.js';
import { contender, rulesOf } from './crownCases.js';

const { policy } = rulesOf();
const base: RevalidationInput = {
  pool: [contender(1, null, 0.3), contender(9, null, 0.3)],
  previousKingUid: 1,
  disqualified: {},
  nUids: 256,
};
const run = (more: Partial<RevalidationInput>, of = policy) => revalidateKing({ ...base, ...more }, of);

test('a king inside the margin is kept, one that is beaten by more is only noted', () => {
  assert.deepEqual(run({}), { kind: 'kept', pick: 1, target: null, setsWeights: false });
  assert.deepEqual(run({ pool: [contender(1, null, 0.3), contender(9, null, 0.4)] }), {
    kind: 'provisional',
    pick: 9,
    target: null,
    setsWeights: false,
  });
  assert.equal(run({ disqualified: { 'hotkey-1:1': 'integrity: gone' } })?.pick, 9);
});

test('nobody eligible: the fallback is paid at once, unless the chain already shows it', () => {
  const pool = [contender(1, null, 0.05)];
  assert.deepEqual(run({ pool }), { kind: 'fallback', pick: null, target: 155, setsWeights: true });
  assert.equal(run({ pool, currentTargetUid: 155 })?.setsWeights, false);
  assert.equal(run({ pool, configuredUid: 0 })?.target, 0);
  assert.equal(run({ pool, configuredUid: 999 })?.target, 155);
  assert.equal(run({ pool, configuredUid: 999, noWinnerUid: 999, validatorUid: 7 })?.target, 7);
});

test('without a king the pick is crowned at once; with nobody nothing happens when there was no king', () => {
  const crowned = run({ previousKingUid: null });
  assert.deepEqual(crowned, { kind: 'crowned', pick: 9, target: 9, setsWeights: true });
  assert.equal(run({ previousKingUid: null, pool: [] })?.kind, 'kept');
});

test('UID 0 is a king like any other', () => {
  const zero = [contender(0, null, 0.3)];
  assert.equal(run({ pool: zero, previousKingUid: 0 })?.kind, 'kept');
  assert.deepEqual(run({ pool: zero, previousKingUid: null })?.target, 0);
});

test('before the shared fallback there is no target but a validator’s own', () => {
  const early = { ...policy, noWinnerUid: null };
  const pool = [contender(1, null, 0.05)];
  assert.deepEqual(run({ pool }, early), { kind: 'fallback', pick: null, target: null, setsWeights: false });
  assert.equal(run({ pool, currentTargetUid: 4 }, early)?.setsWeights, false);
  assert.equal(run({}, { ...policy, revalidatesKing: false }), null);
});
