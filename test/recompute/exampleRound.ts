/**
 * The example round of the facts on which recrown rests (a record as a validator publishes it, composed for them; no
 * validator wrote it), completed with axes of the king that give its published quality and weighted mean. It holds no
 * per-prompt lists: the rows alone.
 */
const axes = (own: Record<string, number>): Record<string, number | null> => ({
  ...own,
  knowledge_bench: null,
  self_consistency_bench: null,
  arc_bench: null,
  truthful_bench: null,
  procedural_bench: null,
  noise_resistance_bench: null,
});

const SHARED = {
  kl: 1,
  length: 0.97,
  math_bench: 0.25,
  code_bench: 0.125,
  reasoning_bench: 0.4,
  ifeval_bench: 0.375,
  aime_bench: 0,
  mbpp_bench: 0.125,
  tool_use_bench: 0.1667,
  long_context_bench: 0.3333,
  robustness_bench: 0.25,
};

// biome-ignore lint/suspicious/noExplicitAny: a test changes any place of the document
type Json = Record<string, any>;

export const exampleRound = (): Json => ({
  block: 8382960,
  block_hash: '0x9f3a51c2',
  timestamp: 1781150400.0,
  shard_idx: 6372,
  king_uid: 181,
  king_model: 'nova-labs/q3b-step9k',
  prev_king_uid: 167,
  king_kl: 2.564822,
  king_h2h_kl: 2.564822,
  king_global_kl: 2.611004,
  epsilon: 0.03,
  epsilon_threshold: 2.544802,
  paired_test_alpha: 0.03,
  dethrone_method: 'paired_kl_3pct_composite_gate',
  n_prompts: 300,
  results: [
    {
      uid: 181,
      model: 'nova-labs/q3b-step9k',
      kl: 2.564822,
      commit_block: 8382611,
      is_king: false,
      vs_king: '-2.237% (p=0.0000 dethroned)',
      prompts_scored: 287,
      prompts_total: 287,
      paired_prompts: 287,
      dethrone_eligible: true,
      early_stopped: false,
      t_test: { p: 0.0, t: 5.458, n: 287, mean_delta: 0.058685, se: 0.010752, lcb: 0.037612 },
      composite: {
        version: 29,
        axes: axes({ ...SHARED, on_policy_rkl: 1, capability: 0.3666, degeneracy: 0.8956, judge_probe: 0.3125, chat_turns_probe: 0.2917, reasoning_density: 0.225 }), // biome-ignore format: one row
        worst: 0.0,
        weighted: 0.5164,
        axis_spread: 0.31,
        bench_vs_rel_gap: -0.49,
        present_count: 17,
        broken_axes: [],
        judge_in_composite: true,
        bench_in_composite: true,
        arena_v3_in_composite: true,
        reasoning_density_in_composite: true,
        chat_turns_in_composite: true,
      },
      composite_warning: { worst_axis: 'aime_bench', worst_value: 0.0, floor: 0.06 },
      selection_gate: {
        challenger_quality: 0.363313,
        incumbent_quality: 0.341725,
        margin: 0.03,
        absolute_floor: 0.06,
        relative_axes_excluded: ['kl', 'on_policy_rkl'],
        threshold: 0.331473,
        reason: 'paired_kl_and_quality_winner',
      },
    },
    {
      uid: 167,
      model: 'acme/quasar-king-7',
      kl: 2.623507,
      commit_block: 8341910,
      is_king: true,
      vs_king: '',
      prompts_scored: 287,
      prompts_total: 287,
      paired_prompts: 287,
      dethrone_eligible: true,
      early_stopped: false,
      composite: {
        version: 29,
        worst: 0.0,
        weighted: 0.4897,
        present_count: 17,
        broken_axes: [],
        axes: axes({ ...SHARED, on_policy_rkl: 0.939, capability: 0.3333, degeneracy: 0.8125, judge_probe: 0.25, chat_turns_probe: 0.2642, reasoning_density: 0.1901 }), // biome-ignore format: one row
      },
    },
  ],
  king_changed: true,
  new_king_uid: 181,
  king_retained_reason: null,
  dq_blocked_dethrone: null,
  type: 'h2h',
  elapsed_seconds: 5120.4,
  n_students: 2,
  king_prompts_completed: 287,
  _invalid_for_leaderboard: false,
  _min_prompts_for_leaderboard: 150,
  _requested_min_prompts_for_leaderboard: 150,
});
