import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { checkVectors } from '../../src/replay/conformance/checkVectors.js';
import { decisionKinds } from '../../src/replay/conformance/decisionKinds.js';

const check = (kind: string, input: unknown, expected: unknown, header: object = {}) =>
  checkVectors({ schema: 1, ...header, vectors: [{ id: 'v', kind, input, expected }] }, decisionKinds);
const passes = (kind: string, input: unknown, expected: unknown, header?: object) =>
  assert.deepEqual(check(kind, input, expected, header).failures, []);

/** The same input with the named keys left out, then with each of them null. */
function withDefaults(kind: string, input: object, keys: readonly string[], expected: unknown): void {
  passes(kind, input, expected);
  passes(kind, { ...input, ...Object.fromEntries(keys.map((key) => [key, null])) }, expected);
}

/** Two passers whose per-prompt KL differ by 0.01 on average, with the given spread. */
const passers = (n: number, spread: number) => ({
  candidates: [
    { uid: 5, quality: 0.4, commit_block: 5, pp: { pattern: [1], n } },
    { uid: 9, quality: 0.5, commit_block: 9, pp: { pattern: [1.01 + spread, 1.01 - spread], n } },
  ],
});

describe('defaults of decision vectors', () => {
  it('duel: alpha 0.03, 100 prompts', () => {
    const pair = (n: number) => ({ king: [2], challenger: [1], king_n: n, challenger_n: n });
    // one constant difference: no spread, so the duel is won as soon as it is long enough
    withDefaults('paired_duel', pair(100), ['alpha', 'min_prompts'], { kl_gate_pass: true });
    withDefaults('paired_duel', pair(99), ['alpha', 'min_prompts'], { dethrone_eligible: false });
    const row = (p: number, n: number) => ({ t_test: { p, mean_delta: 0.01, lcb: 0.001, n } });
    const keys = ['alpha', 'min_prompts', 'dethrone_eligible', 'is_king', 'is_reference', 'disqualified'];
    withDefaults('paired_duel_row', row(0.0299, 100), keys, { kl_gate_pass: true });
    withDefaults('paired_duel_row', row(0.03, 100), keys, { kl_gate_pass: false });
    withDefaults('paired_duel_row', row(0.0299, 99), keys, { kl_gate_pass: false });
  });

  it('nothing stops early while there is no best mean', () => {
    withDefaults('early_stop', { scores: [0.1, 0.1] }, ['best_kl'], { ci_lower: 0.1, stop: false });
    passes('early_stop', { scores: [0.1, 0.1], best_kl: 0.05 }, { stop: true });
  });

  it('class of a mean KL: 4.0', () => {
    withDefaults('kl_class', { kl: 4 }, ['max_kl'], { result: 'scored' });
    withDefaults('kl_class', { kl: 4.1 }, ['max_kl'], { result: 'DQ_quality' });
  });

  it('disqualification without a hotkey: by UID, and only while the block is unknown', () => {
    const dq = { '7': 'by UID', '5Hot:9': 'by key' };
    withDefaults('dq_lookup', { dq, uid: 7 }, ['hotkey', 'commit_block'], { reason: 'by UID' });
    withDefaults('dq_lookup', { dq, uid: 7, commit_block: 9 }, ['hotkey'], { disqualified: false });
  });

  it('composite, axis and quality: nothing broken, weights of the file, schema 29', () => {
    const student = { length_axis: { penalty: 0.9, ratio: 0.04 }, capability: { pass_frac: 0.2 } };
    const keys = [
      'broken_axes',
      'version',
      'axis_weights',
      'excluded_from_crown_quality',
      'king_kl',
      'king_rkl',
    ];
    // (0.1 * 0.5 + 0.25 * 0.2) / 0.35 and (0.1 * 0.9 + 0.25 * 0.2) / 0.35
    withDefaults('composite', { student }, keys, { worst: 0.2, weighted: 0.2857, crown_quality: 0.285714 });
    passes('composite', { student, version: 28 }, { worst: 0.2, weighted: 0.4, crown_quality: 0.4 });
    passes('composite', { student, axis_weights: null }, { weighted: 0.5 }, { axis_weights: { length: 1 } });
    withDefaults('axis', { student, axis: 'length' }, ['broken_axes', 'version'], { value: 0.5 });
    passes('axis', { student, axis: 'length', version: 28 }, { value: 0.9 });
    const axes = { length: 0.5, capability: 0.2 };
    withDefaults('crown_quality', { axes }, ['broken_axes'], { quality: 0.285714, axes: 2 });
  });

  it('quality gate and margin: floor 0.06, margin 0.03, 4 axes, saturation 0.005', () => {
    const keys = ['floor', 'margin', 'min_axes', 'saturation_epsilon', 'broken_axes', 'incumbent_axes'];
    const gate = (challenger_quality: number, incumbent_quality: number) => ({
      challenger_quality,
      incumbent_quality,
    });
    withDefaults('quality_gate', gate(0.06, 0.05), [...keys, 'challenger_axes'], { gate2_pass: true });
    withDefaults('quality_gate', gate(0.059, 0.05), keys, { reason: 'challenger_quality_floor' });
    withDefaults('quality_gate', gate(0.484, 0.5), keys, { gate2_pass: false, threshold: 0.485 });
    const three = { length: 0.5, capability: 0.5, judge_probe: 0.5 };
    withDefaults('quality_gate', { challenger_axes: three }, keys, { selector_pass: false });
    withDefaults('quality_gate', { challenger_axes: { ...three, math_bench: 0.5 } }, keys, {
      selector_pass: true,
    });
    const margin = (worst: number, ours: number) => ({
      incumbent: { worst, quality: 0.5 },
      challenger: { worst: ours, quality: 0.5 },
    });
    withDefaults('resolve_dethrone', margin(0.4, 0.413), keys, { challenger_takes: true });
    withDefaults('resolve_dethrone', margin(0.4, 0.411), keys, { challenger_takes: false });
    withDefaults('resolve_dethrone', margin(0.001, 0.005), keys, { challenger_takes: false });
    withDefaults('resolve_dethrone', margin(0.001, 0.006), keys, { challenger_takes: true });
  });

  it('round winner: alpha 0.03, 100 prompts', () => {
    const keys = ['alpha', 'min_prompts'];
    // z = 0.01 * sqrt(99) / spread: 2.2 (two-sided p 0.0278), 2.1 (0.0357), then no spread but too few pairs
    withDefaults('round_winner', passers(100, 0.045227), keys, { tie_cluster: [9], winner_uid: 9 });
    withDefaults('round_winner', passers(100, 0.04738), keys, { tie_cluster: [5, 9], winner_uid: 5 });
    withDefaults('round_winner', passers(99, 0), keys, { tie_cluster: [5, 9], winner_uid: 5 });
  });

  it('fall-through: an incumbent with a record, not disqualified, that does not hold', () => {
    const keys = ['incumbent_has_stored_composite', 'incumbent_dq', 'incumbent_holds'];
    withDefaults('crown_fallthrough', { incumbent: 'present' }, keys, { winner: 'incumbent' });
  });

  it('weights and targets: 256 UIDs, 0.10 on UID 155', () => {
    const keys = ['n_uids', 'reserve_fraction', 'reserve_uid'];
    withDefaults('weights', { winner_uid: 255 }, keys, { weights: { 255: 0.9, 155: 0.1 } });
    withDefaults('weights', { winner_uid: 256 }, keys, { weights: {} });
    withDefaults('no_winner_target', { incumbent_uid: 256 }, ['n_uids'], { uid: 155 });
    withDefaults('no_winner_target', { incumbent_uid: 255 }, ['n_uids'], { uid: 255 });
  });

  it('schedules: 10 a round; a model without a block is the oldest, one without a hotkey has no hotkey quota', () => {
    const twelve = Array.from({ length: 12 }, (_, id) => id);
    const models = Object.fromEntries(
      twelve.map((id) => [id, { model: `owner${id}/m`, block: id === 11 ? null : 100 + id, hotkey: null }]),
    );
    withDefaults('schedule', { models }, ['cap', 'pending'], { scheduled: [11, ...twelve.slice(0, 9)] });
    const items = twelve.map((id) => [100 + id, id]);
    withDefaults('maintenance', { items, round_id: 12 }, ['cap'], { scheduled: twelve.slice(0, 10) });
  });

  it('a wrong type fails its vector', () => {
    const inputs: [string, unknown][] = [
      ['paired_duel', { king: [2], challenger: [1], alpha: '0.03' }],
      ['paired_duel_row', { min_prompts: [] }],
      ['early_stop', { scores: [1], best_kl: {} }],
      ['dq_lookup', { dq: {}, uid: 1, hotkey: 5 }],
      ['composite', { student: {}, broken_axes: 'kl' }],
      ['composite', { student: {}, version: '28' }],
      ['axis', { student: {}, axis: 'kl', version: 28.5 }],
      ['axis', { student: null, axis: 'kl' }],
      ['crown_quality', { axes: {}, broken_axes: [1] }],
      ['quality_gate', { floor: '0.06' }],
      ['quality_gate', { challenger_axes: [] }],
      ['resolve_dethrone', { challenger: {}, margin: true }],
      ['round_winner', { candidates: [], alpha: {} }],
      ['crown_fallthrough', { incumbent_dq: 'no' }],
      ['weights', { winner_uid: 1, n_uids: '256' }],
      ['weights', { winner_uid: 1, reserve_uid: 1.5 }],
      ['no_winner_target', { n_uids: -1 }],
      ['schedule', { models: { 1: { model: 'a/b', block: '5' } } }],
      ['schedule', { models: { 1: { model: 'a/b', hotkey: 5 } } }],
      ['maintenance', { items: [], round_id: 1, cap: 'all' }],
    ];
    for (const [kind, input] of inputs) {
      const { failed, failures } = check(kind, input, {});
      assert.equal(failed, 1, `${kind} ${JSON.stringify(input)}`);
      assert.match(failures[0]?.reason ?? '', /^malformed input: /);
    }
  });
});
