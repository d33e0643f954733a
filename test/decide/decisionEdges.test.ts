import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkVectors } from '../../src/replay/conformance/checkVectors.js';
import { decisionKinds } from '../../src/replay/conformance/decisionKinds.js';

/** Kind, input and what the rule gives: beside and on every threshold, with NaN, infinities, nulls and UID 0. */
const EDGES: readonly (readonly [string, unknown, unknown])[] = [
  // No pairs, one pair, fewer than the minimum, exactly the minimum.
  ['paired_duel', { king: [], challenger: [1] }, { paired_prompts: 0, t_test: null, kl_gate_pass: false }],
  ['paired_duel', { king: [2], challenger: [1] }, { paired_prompts: 1, t_test: null, kl_gate_pass: false }],
  [
    'paired_duel',
    { king_pattern: [2.5], challenger_pattern: [2.4], king_n: 100, challenger_n: 300 },
    { paired_prompts: 100, dethrone_eligible: true, kl_gate_pass: true },
  ],
  [
    'paired_duel',
    { king_pattern: [2.5], challenger_pattern: [2.4], king_n: 300, challenger_n: 99 },
    { dethrone_eligible: false, kl_gate_pass: false },
  ],
  [
    'paired_duel',
    { king_pattern: [2.4], challenger_pattern: [2.5], king_n: 300, challenger_n: 300 },
    { t_test: { p: 1, t: '-inf', mean_delta: -0.1, lcb: -0.1, se: 0 }, kl_gate_pass: false },
  ],
  [
    'paired_duel',
    { king_pattern: ['inf', 2.5], challenger_pattern: [2.4], king_n: 300, challenger_n: 300 },
    { t_test: { p: 1, lcb: null }, kl_gate_pass: false },
  ],
  // A gain under half a unit of the sixth decimal is rounded to 0, which is no gain.
  [
    'paired_duel',
    { king_pattern: [0.00000049], challenger_pattern: [0], king_n: 300, challenger_n: 300 },
    { t_test: { mean_delta: 0 }, kl_gate_pass: false },
  ],
  [
    'paired_duel_row',
    { t_test: { p: 0.029999, mean_delta: 0.004, lcb: 0.000001, n: 100 } },
    { kl_gate_pass: true },
  ],
  [
    'paired_duel_row',
    { t_test: { p: 0.029999, mean_delta: 0.004, lcb: 0, n: 300 } },
    { kl_gate_pass: false },
  ],
  ['paired_duel_row', { t_test: { p: 0, mean_delta: 0, n: 300 } }, { kl_gate_pass: false }],
  ['paired_duel_row', { t_test: { p: 0, mean_delta: 1, n: 99 } }, { kl_gate_pass: false }],
  ['paired_duel_row', { t_test: { mean_delta: 1, n: 300 } }, { kl_gate_pass: false }],
  ['paired_duel_row', { t_test: null, dethrone_eligible: true }, { kl_gate_pass: false }],
  [
    'paired_duel_row',
    { t_test: { p: 0, mean_delta: 1, lcb: 1, n: 300 }, dethrone_eligible: true, is_king: true },
    { kl_gate_pass: false },
  ],
  [
    'paired_duel_row',
    { t_test: { p: 0, mean_delta: 1, lcb: 1, n: 300 }, dethrone_eligible: true, disqualified: true },
    { kl_gate_pass: false },
  ],
  ['early_stop', { scores: [], best_kl: 0.1 }, { ci_lower: 0, stop: false }],
  ['early_stop', { scores: [0.2, 0.2], best_kl: 0.2 }, { ci_lower: 0.2, stop: false }],
  ['early_stop', { scores: [0.2, 0.2], best_kl: 'inf' }, { stop: false }],
  // The class of a mean KL: fraud first, the maximum itself passes, a NaN passes everything.
  ['kl_class', { kl: 4 }, { result: 'scored' }],
  ['kl_class', { kl: 0 }, { result: 'DQ_fraud' }],
  ['kl_class', { kl: '-inf' }, { result: 'DQ_fraud' }],
  ['kl_class', { kl: 'NaN' }, { result: 'scored' }],
  ['kl_class', { kl: null }, { result: 'retryable_failure' }],
  ['kl_class', { kl: 6.3, max_kl: 6.3 }, { result: 'scored' }],
  // Disqualification keys: bare ones only while the block is not known.
  ['dq_lookup', { dq: { h: 'x' }, uid: 0, hotkey: 'h', commit_block: 5 }, { disqualified: false }],
  ['dq_lookup', { dq: { h: 'x' }, uid: 0, hotkey: 'h', commit_block: null }, { disqualified: true }],
  ['dq_lookup', { dq: { 0: 'x' }, uid: 0, hotkey: 'h' }, { disqualified: true }],
  ['dq_lookup', { dq: { 0: 'x' }, uid: 0, hotkey: 'h', commit_block: 5 }, { disqualified: false }],
  ['dq_lookup', { dq: { 'h:5': 'x' }, uid: 0, hotkey: 'h', commit_block: 5 }, { disqualified: true }],
  // Canonical rounds: the threshold follows the longest row between 100 and 150.
  [
    'canonical_round',
    { requested_prompts: 150, max_row_prompts_total: 120, king_prompts_completed: 120 },
    { threshold: 120, canonical: true },
  ],
  [
    'canonical_round',
    { requested_prompts: 149, max_row_prompts_total: 300, king_prompts_completed: 149 },
    { threshold: 150, canonical: false },
  ],
  [
    'canonical_round',
    { requested_prompts: 300, max_row_prompts_total: 300, king_prompts_completed: 0 },
    { threshold: 150, canonical: true },
  ],
  [
    'canonical_round',
    { requested_prompts: 300, max_row_prompts_total: 300, king_prompts_completed: 300, king_kl: null },
    { canonical: false },
  ],
  // The quality gate on and beside its lines, within its tolerance.
  [
    'quality_gate',
    { challenger_quality: 0.06, incumbent_quality: null },
    { gate2_pass: true, reason: 'no_incumbent_quality_floor_passed' },
  ],
  [
    'quality_gate',
    { challenger_quality: 0.06 - 1e-13, incumbent_quality: -1 },
    { gate2_pass: true, reason: 'incumbent_quality_floor' },
  ],
  [
    'quality_gate',
    { challenger_quality: 0.06 - 1e-11, incumbent_quality: null },
    { gate2_pass: false, reason: 'challenger_quality_floor' },
  ],
  [
    'quality_gate',
    { challenger_quality: 0.4849, incumbent_quality: 0.5 },
    { gate2_pass: false, reason: 'quality_regression', threshold: 0.485 },
  ],
  [
    'quality_gate',
    { challenger_quality: 0, incumbent_quality: null },
    { gate2_pass: false, reason: 'challenger_quality_floor' },
  ],
  [
    'quality_gate',
    { challenger_axes: { kl: 1 }, incumbent_quality: 0.5 },
    { challenger_quality: null, challenger_quality_axes: 0, reason: 'missing_challenger_quality' },
  ],
  ['crown_quality', { axes: { length: 'NaN', capability: 0.5 } }, { quality: 0.5, axes: 1 }],
  ['crown_quality', { axes: {} }, { quality: null, axes: 0, clears_floor_0_06: false }],
  [
    'crown_quality',
    { axes: { length: 0.2, capability: 0.2 }, broken_axes: ['capability'] },
    { quality: 0.2, axes: 1, clears_floor_0_20: true },
  ],
  // The margin test: strict on both sides, saturated only together, missing values.
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.4, quality: 0.5 }, challenger: { worst: 0.388, quality: 0.5151 } },
    { challenger_takes: true },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.4, quality: 0.5 }, challenger: { worst: 0.3879, quality: 0.9 } },
    { challenger_takes: false },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.005, quality: 0.5 }, challenger: { worst: 0.005, quality: 0.515 } },
    { challenger_takes: false },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: null, quality: 0.5 }, challenger: { worst: 0, quality: 0.06 } },
    { challenger_takes: true },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.1 }, challenger: { worst: null, quality: 0.9 } },
    { challenger_takes: false },
  ],
  [
    'resolve_dethrone',
    { incumbent: { uid: 0, worst: 0.9, quality: 0.9 }, challenger: { uid: 0, worst: 0.1, quality: 0.1 } },
    { challenger_takes: true },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.1, weighted: 0.4 }, challenger: { worst: 0.1, quality: 0.3, weighted: 0.413 } },
    { challenger_takes: true },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.1, weighted: 0.4 }, challenger: { worst: 0.1, quality: 0.3, weighted: 0.412 } },
    { challenger_takes: false },
  ],
  [
    'resolve_dethrone',
    { incumbent: { worst: 0.1, weighted: 0 }, challenger: { worst: 0.1, quality: 0.3, weighted: 0 } },
    { challenger_takes: false },
  ],
  // Round winners: nobody, missing blocks, missing lists, a chain of ties.
  ['round_winner', { candidates: [] }, { seed_uid: null, tie_cluster: [], winner_uid: null }],
  [
    'round_winner',
    {
      candidates: [
        { uid: 0, quality: 0.5, commit_block: null, pp: { pattern: [2], n: 99 } },
        { uid: 4, quality: 0.4, commit_block: 9, pp: { pattern: [3], n: 300 } },
      ],
    },
    { seed_uid: 0, tie_cluster: [0, 4], winner_uid: 4 },
  ],
  [
    'round_winner',
    {
      candidates: [
        { uid: 7, quality: 0.5, commit_block: 9, pp: null },
        { uid: 3, quality: 0.4, commit_block: 1, pp: [] },
      ],
    },
    { seed_uid: 7, tie_cluster: [7], winner_uid: 7 },
  ],
  [
    'round_winner',
    {
      candidates: [
        { uid: 1, quality: 0.5, commit_block: 5, pp: { pattern: [2, 2.02], n: 300 } },
        { uid: 2, quality: 0.5, commit_block: 5, pp: { pattern: [2, 2.02], n: 300 } },
      ],
    },
    { seed_uid: 1, tie_cluster: [1, 2], winner_uid: 1 },
  ],
  // The final order.
  [
    'crown_fallthrough',
    { round_winner: null, composite_pick: null, incumbent: 'present', incumbent_holds: false },
    { winner: 'incumbent' },
  ],
  [
    'crown_fallthrough',
    { round_winner: null, composite_pick: 'incumbent', incumbent: 'present', incumbent_holds: false },
    { winner: 'incumbent' },
  ],
  ['crown_fallthrough', { round_winner: null, composite_pick: null, incumbent: null }, { winner: 'none' }],
  [
    'crown_fallthrough',
    {
      round_winner: null,
      composite_pick: null,
      incumbent: 'present',
      incumbent_dq: true,
      incumbent_holds: true,
    },
    { winner: 'incumbent' },
  ],
  // Axes: Python's min and max, missing parts, errors.
  ['axis', { student: { kl_global_avg: 'NaN' }, axis: 'kl', king_kl: 2 }, { value: 1 }],
  ['axis', { student: { kl_global_avg: 2 }, axis: 'kl', king_kl: null }, { value: null }],
  ['axis', { student: { kl_global_avg: 0 }, axis: 'kl', king_kl: 2 }, { value: null }],
  [
    'axis',
    { student: { on_policy_rkl: { mean_rkl: 0 } }, axis: 'on_policy_rkl', king_rkl: 0.1 },
    { value: 1 },
  ],
  [
    'axis',
    { student: { on_policy_rkl: { mean_rkl: 0.2 } }, axis: 'on_policy_rkl', king_rkl: null },
    { value: 0.5 },
  ],
  [
    'axis',
    {
      student: { on_policy_rkl: { mean_rkl: 0.1, mean_gen_len: 8, tokens: 512 } },
      axis: 'on_policy_rkl',
      king_rkl: 0.1,
      version: 28,
    },
    { value: 1 },
  ],
  ['axis', { student: { length_axis: { penalty: 1, ratio: 0.04 } }, axis: 'length' }, { value: 0.5 }],
  [
    'axis',
    { student: { length_axis: { penalty: 1, ratio: 0.04 } }, axis: 'length', version: 28 },
    { value: 1 },
  ],
  ['axis', { student: { judge_probe: { n_valid: 3, normalized: 1 } }, axis: 'judge_probe' }, { value: null }],
  [
    'axis',
    { student: { judge_probe: { n_valid: 4, normalized: 0.5 } }, axis: 'judge_probe' },
    { value: 0.5 },
  ],
  [
    'axis',
    { student: { chat_turns_probe: { n_valid: 2, normalized: 0.5 } }, axis: 'chat_turns_probe' },
    { value: 0.5 },
  ],
  ['axis', { student: { code_bench: { n: 2, pass_frac: 0.5 } }, axis: 'code_bench' }, { value: 0.5 }],
  ['axis', { student: { math_bench: { n: 3, pass_frac: 0.5 } }, axis: 'math_bench' }, { value: null }],
  [
    'axis',
    { student: { capability: { pass_frac: 0.4, teacher_pass_frac: 0 } }, axis: 'capability' },
    { value: 0.4 },
  ],
  [
    'axis',
    { student: { capability: { pass_frac: 0.25, teacher_pass_frac: 0.1 } }, axis: 'capability' },
    { value: 0.375 },
  ],
  [
    'composite',
    { student: { capability: { pass_frac: 0 }, length_axis: { penalty: 1 } }, broken_axes: ['capability'] },
    { worst: 1, present_count: 1, weighted: 0.2857, crown_quality: 1 },
  ],
  ['composite', { student: {} }, { worst: null, weighted: null, present_count: 0, crown_quality: null }],
];

test('the rules on and beside their lines, kind by kind', () => {
  const vectors = EDGES.map(([kind, input, expected], index) => ({
    id: `${kind} ${index}`,
    kind,
    input,
    expected,
  }));
  const report = checkVectors({ schema: 1, count: vectors.length, vectors }, decisionKinds);
  assert.deepEqual(report.failures, []);
  assert.equal(report.passed, EDGES.length);
});
