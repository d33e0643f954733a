import type { OperatorAxes } from '../../src/domain/snapshot.js';

/** Few and short answers, so that a demo of four rounds is asked in a minute; never fewer items than an axis needs. */
export const DEMO_AXES: OperatorAxes = {
  counts: {
    math: 4,
    code: 2,
    reasoning: 6,
    knowledge: 0,
    ifeval: 8,
    aime: 3,
    mbpp: 3,
    tool_use: 3,
    self_consistency: 0,
    arc: 0,
    truthful: 0,
    long_context: 2,
    procedural: 0,
    robustness: 2,
    noise: 0,
    robustness_ways: 2,
    noise_ways: 2,
    capability_fixed: 4,
    capability_drawn: 8,
  },
  maxTokens: 12,
};
