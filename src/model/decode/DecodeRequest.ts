import type { Sampling } from './createSampler.js';

/**
 * How a new token is computed: `recompute-full` runs the whole sequence again from empty states; `memory-only` runs the
 * prompt once, then each token alone at its position, and carries nothing but the latent memory
 * (rule: decoding, docs/methodology.md); `cached` does the same and carries every state, which changes nothing but rounding.
 * Quasar models know the first two, Qwen3.5 models the first and the last.
 */
export const DECODE_MODES = ['recompute-full', 'memory-only', 'cached'] as const;
export type DecodeMode = (typeof DECODE_MODES)[number];

/** Decoding of one prompt. */
export interface DecodeRequest {
  readonly promptIds: readonly number[];
  readonly mode: DecodeMode;
  /** How many tokens are made at most. */
  readonly maxNew: number;
  /** How many of the largest logits of each step are kept. Default: 5. */
  readonly best?: number;
  /** Draws instead of largest logits. Default: null. */
  readonly sampling?: Sampling | null;
  /** Tokens that end the decoding; the one that does is its last. Default: none. */
  readonly stopIds?: readonly number[];
}

export interface DecodeResult {
  /** The new tokens: at each step the largest logit, the lowest id among equals, or what was drawn. */
  readonly tokens: readonly number[];
  /** Per step the largest logits in falling order, equals by rising id; fewer than `best` in a smaller vocabulary. */
  readonly bestLogits: readonly (readonly (readonly [id: number, logit: number])[])[];
}
