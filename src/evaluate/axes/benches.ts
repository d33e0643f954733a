/** Budget of new tokens of each bench, as deployed; tool use has it twice (rule: axis decoding, docs/methodology.md). */
export const BENCH_BUDGETS = {
  math_bench: 160,
  code_bench: 256,
  reasoning_bench: 96,
  ifeval_bench: 256,
  aime_bench: 384,
  mbpp_bench: 256,
  tool_use_bench: 192,
  long_context_bench: 32,
  robustness_bench: 160,
  knowledge_bench: 48,
  arc_bench: 48,
  truthful_bench: 48,
  self_consistency_bench: 256,
  procedural_bench: 64,
  noise_resistance_bench: 160,
} as const;

/** Name of a bench axis. */
export type Bench = keyof typeof BENCH_BUDGETS;

/** Budget of a capability answer. */
export const CAPABILITY_BUDGET = 48;

/** Budgets of the probes: an answer in each, and the teacher's mark (rule: probes, docs/methodology.md). */
export const PROBE_BUDGETS = {
  chat: 256,
  judge: 256,
  talk: 200,
  rollout: 128,
  think: 2048,
  mark: 8,
} as const;
