/** The 17 axes that count in the composite, with their weights (rule: composite axes, docs/methodology.md). */
export const AXIS_WEIGHTS = {
  on_policy_rkl: 0.35,
  kl: 0.15,
  capability: 0.25,
  length: 0.1,
  degeneracy: 0.15,
  judge_probe: 0.15,
  math_bench: 0.14,
  code_bench: 0.14,
  reasoning_bench: 0.1,
  ifeval_bench: 0.07,
  aime_bench: 0.1,
  mbpp_bench: 0.08,
  tool_use_bench: 0.06,
  long_context_bench: 0.04,
  robustness_bench: 0.07,
  reasoning_density: 0.05,
  chat_turns_probe: 0.08,
} as const;

/** The axis that is made of the benches: the mean of all that count. */
export const DENSITY = 'reasoning_density' satisfies keyof typeof AXIS_WEIGHTS;
