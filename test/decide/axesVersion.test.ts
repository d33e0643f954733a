import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type AxisAnchors, axisValue } from '../../src/decide/axes.js';
import { composite } from '../../src/decide/composite.js';

const anchors: AxisAnchors = { kingKl: null, lowestRkl: 0.1 };

/** A model that says little: every silence factor of schema 29 bites. */
const silent = {
  // 0.1 / 0.125 = 0.8; factors 8 / 16 and 96 / 128
  on_policy_rkl: { mean_rkl: 0.125, mean_gen_len: 8, tokens: 96 },
  // 0.04 / 0.08 = 0.5
  length_axis: { penalty: 0.9, ratio: 0.04 },
  // 0.4 * 4/5 + 0.4 * (1 - 1/5) + 0.2 = 0.84; factor 3 / 12
  think_probe: { prompts_tested: 5, prompts_terminated: 4, prompts_degenerate: 1, mean_gen_tokens: 3 },
};
const value = (name: string, version?: number, result: object = silent) =>
  axisValue(name, result as Record<string, unknown>, anchors, version);
const near = (actual: number | null, expected: number) =>
  assert.ok(actual !== null && Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

test('schema 29, also when no version is named, takes credit from silent models', () => {
  for (const version of [undefined, 29, 30]) {
    near(value('on_policy_rkl', version), 0.4);
    near(value('length', version), 0.5);
    near(value('degeneracy', version), 0.21);
  }
});

test('schema 28 knows no silence: length is the penalty, the others lack their factors', () => {
  near(value('on_policy_rkl', 28), 0.8);
  near(value('length', 28), 0.9);
  near(value('degeneracy', 28), 0.84);
  assert.equal(value('length', 28, { length_axis: { ratio: 0.04 } }), null);
  assert.equal(value('length', 28, { length_axis: { penalty: 1.5 } }), 1);
  assert.equal(value('on_policy_rkl', 28, { on_policy_rkl: { mean_rkl: 0, tokens: 0 } }), 1);
  assert.equal(value('on_policy_rkl', 29, { on_policy_rkl: { mean_rkl: 0, tokens: 0 } }), 0);
});

test('the other axes do not depend on the version', () => {
  const result = {
    kl_global_avg: 0.5,
    capability: { pass_frac: 0.4 },
    judge_probe: { n_valid: 4, normalized: 0.7 },
    math_bench: { n: 8, correct: 4, pass_frac: 0.5, mean_gen_tokens_correct: 800 },
  };
  for (const name of ['kl', 'capability', 'judge_probe', 'math_bench', 'reasoning_density'])
    assert.equal(value(name, 28, result), value(name, 29, result), name);
});

test('a composite takes its version along', () => {
  const weights = { on_policy_rkl: 0.35, length: 0.1, degeneracy: 0.15 };
  const of = (version?: number) => composite(silent, anchors, [], weights, version);
  // (0.35 * 0.4 + 0.1 * 0.5 + 0.15 * 0.21) / 0.6 = 0.2215 / 0.6
  assert.deepEqual([of().worst, of().weighted], [0.21, 0.3692]);
  // (0.35 * 0.8 + 0.1 * 0.9 + 0.15 * 0.84) / 0.6 = 0.496 / 0.6
  assert.deepEqual([of(28).worst, of(28).weighted], [0.8, 0.8267]);
});
