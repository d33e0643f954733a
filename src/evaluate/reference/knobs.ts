import type { ItemCounts } from '../../domain/itemCounts.js';

/** Counts by the names that the evaluator reads from its environment; where a name is not certain both forms are set. */
export function knobs(counts: ItemCounts): Record<string, string> {
  const perRound: Readonly<Record<string, number>> = {
    MATH: counts.math,
    CODE: counts.code,
    REASONING: counts.reasoning,
    KNOWLEDGE: counts.knowledge,
    IFEVAL: counts.ifeval,
    AIME: counts.aime,
    MBPP: counts.mbpp,
    TOOL_USE: counts.tool_use,
    SELF_CONSISTENCY: counts.self_consistency,
    ARC: counts.arc,
    TRUTHFUL: counts.truthful,
    LC: counts.long_context,
    LONG_CONTEXT: counts.long_context,
    PROCEDURAL: counts.procedural,
    ROBUSTNESS: counts.robustness,
    NOISE: counts.noise,
    NOISE_RESISTANCE: counts.noise,
  };
  const entries: [string, number][] = [
    ...Object.entries(perRound).map(([name, count]): [string, number] => [`BENCH_${name}_PER_ROUND`, count]),
    ['BENCH_ROBUSTNESS_PERTURB_K', counts.robustness_ways],
    ['BENCH_NOISE_PERTURB_K', counts.noise_ways],
    ['CAPABILITY_PROBE_N', counts.capability_fixed],
    ['CAPABILITY_PROBE_N_PROC_MATH', counts.capability_drawn],
  ];
  return Object.fromEntries(entries.map(([name, count]) => [name, String(count)]));
}
