import type { Uid } from './identity.js';

/** How the KL of a position is taken from the teacher's most probable tokens (rule: sparse KL, docs/methodology.md). */
export type KlMode = 'tail_bucket' | 'conditional';

/** Where the teacher tokens of a duel come from. `recompute` runs no model: stored numbers only. */
export type TokenMode = 'pinned' | 'fresh' | 'recompute';

/**
 * Paired statistics of king against challenger. `delta_i = king_i - challenger_i` in nats per position:
 * positive means that the challenger is better. Values are rounded as the evaluator publishes them (6 decimals, t 3).
 */
export interface PairedDuel {
  readonly challengerUid: Uid;
  /** Number of pairs. */
  readonly n: number;
  readonly meanDelta: number | null;
  readonly se: number | null;
  readonly t: number | null;
  /** One-sided, from the normal distribution. */
  readonly p: number | null;
  /** mean - 1.96 se; must be above 0. */
  readonly lcb: number | null;
}

/** One rule of the era with its measured value; also those that passed. */
export interface Gate {
  readonly name: string;
  readonly measured: number | string | null;
  readonly comparator: '<' | '<=' | '>' | '>=' | '==' | 'is';
  readonly threshold: number | string | null;
  readonly ok: boolean;
}
