import assert from 'node:assert/strict';
import { test } from 'node:test';
import { composite } from '../../src/decide/composite.js';
import { expectedWeights, weightVector } from '../../src/decide/expectedWeights.js';
import { klClass, meanKl, roundPerPrompt } from '../../src/decide/meanKl.js';
import { noWinnerTarget } from '../../src/decide/noWinnerTarget.js';
import { type SelectorCandidate, selectByComposite } from '../../src/decide/selector.js';
import { weightsU16 } from '../../src/decide/weightsU16.js';
import { paidUid } from '../../src/domain/paidUid.js';
import { crownQuality } from '../../src/eras/crownQuality.js';
import { P11 } from '../../src/eras/p11.js';
import { qualityWeightShare } from '../../src/eras/qualityWeightShare.js';

const { policy } = P11;

const candidate = (uid: number, more: Partial<SelectorCandidate> = {}): SelectorCandidate => ({
  uid,
  worst: 0.1,
  weighted: 0.4,
  quality: 0.4,
  qualityAxes: 15,
  nAxes: 17,
  version: 29,
  disqualified: false,
  ...more,
});
const select = (candidates: SelectorCandidate[], prior: number | null = null) =>
  selectByComposite(candidates, prior, policy);

test('selector: worst, quality, weighted, then the HIGHEST uid; tiers before values', () => {
  assert.equal(select([candidate(3), candidate(8)]), 8);
  assert.equal(select([candidate(3, { weighted: 0.41 }), candidate(8)]), 3);
  assert.equal(select([candidate(3, { quality: 0.41 }), candidate(8, { weighted: 0.9 })]), 3);
  assert.equal(select([candidate(3, { worst: 0.2 }), candidate(8, { quality: 0.9 })]), 3);
  assert.equal(select([candidate(3), candidate(8, { version: 28, worst: 0.9 })]), 3);
  assert.equal(select([candidate(3, { version: 28 }), candidate(8, { nAxes: 11, worst: 0.9 })]), 3);
  assert.equal(select([candidate(8, { nAxes: 11, version: null })]), 8);
});

test('selector: below the floor, too few axes, disqualified or without a worst axis nobody is chosen', () => {
  for (const more of [
    { quality: 0.059 },
    { quality: null },
    { qualityAxes: 3 },
    { disqualified: true },
    { worst: null },
  ])
    assert.equal(select([candidate(3, more)]), null);
});

test('selector: the prior king stays unless the top is ahead by the margin', () => {
  assert.equal(select([candidate(3), candidate(8)], 3), 3);
  assert.equal(select([candidate(3), candidate(8, { worst: 0.102 })], 3), 3);
  assert.equal(select([candidate(3), candidate(8, { worst: 0.104 })], 3), 8);
  assert.equal(select([candidate(3, { quality: 0.01, worst: 0.1 }), candidate(8, { worst: 0.1 })], 3), 8);
  assert.equal(select([candidate(3, { disqualified: true }), candidate(8)], 3), 8);
});

test('weights: reserve, clamp, one-hot cases; UID 0 is real', () => {
  const u16 = (fraction: number) => weightsU16(weightVector(11, fraction, 155, 256));
  assert.deepEqual(u16(0.1), [
    [11, 65535],
    [155, 7282],
  ]);
  assert.deepEqual(u16(0.05), [
    [11, 65535],
    [155, 3449],
  ]);
  assert.deepEqual(u16(0.2), [
    [11, 65535],
    [155, 16384],
  ]);
  assert.deepEqual(u16(0.25), [
    [11, 65535],
    [155, 21845],
  ]);
  assert.deepEqual(u16(0.3), [
    [11, 65535],
    [155, 28086],
  ]);
  assert.deepEqual(u16(2), u16(0.9));
  assert.deepEqual(u16(-1), [[11, 65535]]);
  assert.deepEqual(expectedWeights(0, policy, 256), [
    [0, 65535],
    [155, 7282],
  ]);
  assert.deepEqual(expectedWeights(0, policy, 100), [[0, 65535]]);
  assert.deepEqual(expectedWeights(200, policy, 256), [
    [155, 7282],
    [200, 65535],
  ]);
  assert.deepEqual(expectedWeights(300, policy, 256), []);
  assert.equal(
    paidUid([
      [155, 7282],
      [200, 65535],
    ]),
    200,
  );
  assert.equal(paidUid([]), null);
});

test('no winner: an invalid configured UID does not fall back to the shared one', () => {
  const input = { incumbentUid: null, localKingUid: 0, sharedFallbackUid: 155, nUids: 256 };
  assert.deepEqual(noWinnerTarget(input), { uid: 0, source: 'h2h_latest king' });
  const configured = { ...input, localKingUid: null, configuredUid: 999 };
  assert.equal(noWinnerTarget({ ...configured, validatorUid: 7 }).uid, 7);
  assert.equal(noWinnerTarget({ ...configured, currentTargetUid: 8 }).uid, 8);
  assert.equal(noWinnerTarget(configured).uid, null);
});

test('mean KL is the rounded mean of rounded values; a NaN passes every limit', () => {
  assert.deepEqual(roundPerPrompt([0.1234565, 1.0000005]), [0.123456, 1.000001]);
  assert.equal(meanKl([1, 2, 2]), 1.666667);
  assert.equal(meanKl([]), null);
  assert.equal(klClass(Number.NaN, 4, 1e-6), 'scored');
  assert.equal(klClass(4, 4, 1e-6), 'scored');
  assert.equal(klClass(Number.NEGATIVE_INFINITY, 4, 1e-6), 'DQ_fraud');
});

test('crown quality: absent is not zero, broken and relative axes do not count', () => {
  assert.deepEqual(crownQuality({}, [], policy), { value: null, axes: 0 });
  assert.deepEqual(crownQuality({ kl: 1, on_policy_rkl: 1, length: null }, [], policy), {
    value: null,
    axes: 0,
  });
  assert.equal(crownQuality({ length: 0, capability: 1 }, [], policy).value, 0.25 / 0.35);
  assert.deepEqual(crownQuality({ length: 0.5, capability: 1 }, ['capability'], policy), {
    value: 0.5,
    axes: 1,
  });
  assert.equal(crownQuality(JSON.parse('{"__proto__": 1, "constructor": 1}'), [], policy).axes, 0);
  assert.equal(qualityWeightShare(Object.keys(policy.axisWeights), policy), 1);
  assert.ok(Math.abs(qualityWeightShare(['capability', 'kl'], policy) - 0.25 / 1.58) < 1e-12);
});

test('axes: errors, too few items and hostile shapes are absent, never thrown', () => {
  const axes = composite(
    {
      kl_global_avg: Number.NaN,
      math_bench: { n: 3, correct: 3, pass_frac: 1 },
      code_bench: { n: 8, correct: 8, pass_frac: 1, error: 'no helper' },
      judge_probe: { n_valid: 3, normalized: 1 },
      chat_turns_probe: 'text',
      length_axis: { ratio: 0.04 },
      capability: { pass_frac: 0.4 },
      think_probe: { prompts_tested: 0 },
      ifeval_bench: { n: 4, correct: 4, pass_frac: 7 },
    },
    { kingKl: 2, lowestRkl: null },
    [],
    policy.axisWeights,
  ).axes;
  assert.equal(axes.kl, 1);
  assert.equal(axes.math_bench, null);
  assert.equal(axes.code_bench, null);
  assert.equal(axes.judge_probe, null);
  assert.equal(axes.chat_turns_probe, null);
  assert.equal(axes.length, 0.5);
  assert.equal(axes.capability, 0.4);
  assert.equal(axes.degeneracy, null);
  assert.equal(axes.ifeval_bench, 1);
});
