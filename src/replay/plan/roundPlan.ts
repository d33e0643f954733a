import type { PlannedModel } from '../../model/cost/planModel.js';
import type { Pass } from '../evaluateRound.js';

/** One sequence that goes through a model, and the tokens that may be written after it, each a run of `stepTokens`. */
export interface PlannedSequence {
  readonly tokens: number;
  readonly rows: number;
  readonly steps?: number;
  readonly stepTokens?: number;
}

/** A pass of a round that is still to be run, with the lengths of the sequences that it has left. */
export interface PlannedPass extends Omit<Pass, 'files'> {
  readonly model: PlannedModel;
  /** Sequences in the order of the text; those that a journal holds are left out. */
  readonly sequences: readonly PlannedSequence[];
  /** The pass asks the items of the axes: its sequences are prompts, each with an answer to be written. */
  readonly asks?: true;
  /** The pass writes the text that the others of the round score. */
  readonly writes?: true;
}

/** What is left to compute of one round. */
export interface RoundPlan {
  readonly roundId: number;
  readonly passes: readonly PlannedPass[];
  /** Why no model will be run, as far as it is known before; null where passes are planned or nothing is left. */
  readonly reason: string | null;
}
