import type { ItemCounts } from '../../domain/itemCounts.js';

/** Counts of the live evaluator: axes with 0 are switched off (rule: item draws, docs/methodology.md). */
const DEFAULT: ItemCounts = {
  math: 12,
  code: 8,
  reasoning: 10,
  knowledge: 0,
  ifeval: 8,
  aime: 8,
  mbpp: 8,
  tool_use: 6,
  self_consistency: 0,
  arc: 0,
  truthful: 0,
  long_context: 4,
  procedural: 0,
  robustness: 6,
  noise: 0,
  robustness_ways: 2,
  noise_ways: 2,
  capability_fixed: 12,
  capability_drawn: 24,
};

/** Every axis switched on, with enough items for every kind and every way of asking. */
const WIDE: ItemCounts = {
  math: 54,
  code: 40,
  reasoning: 36,
  knowledge: 48,
  ifeval: 39,
  aime: 25,
  mbpp: 24,
  tool_use: 36,
  self_consistency: 36,
  arc: 32,
  truthful: 32,
  long_context: 12,
  procedural: 25,
  robustness: 36,
  noise: 18,
  robustness_ways: 13,
  noise_ways: 8,
  capability_fixed: 40,
  capability_drawn: 120,
};

/** The sets of counts by name. */
export const ITEM_COUNTS = { default: DEFAULT, wide: WIDE } as const;
