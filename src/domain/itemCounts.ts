/** Items per round of each axis, as an operator can set them. */
export interface ItemCounts {
  readonly math: number;
  readonly code: number;
  readonly reasoning: number;
  readonly knowledge: number;
  readonly ifeval: number;
  readonly aime: number;
  readonly mbpp: number;
  readonly tool_use: number;
  readonly self_consistency: number;
  readonly arc: number;
  readonly truthful: number;
  readonly long_context: number;
  readonly procedural: number;
  readonly robustness: number;
  readonly noise: number;
  /** Ways in which each robustness item is asked. */
  readonly robustness_ways: number;
  readonly noise_ways: number;
  /** Capability items from the fixed pool, and drawn ones. */
  readonly capability_fixed: number;
  readonly capability_drawn: number;
}
