import type { PlannedModel } from '../../model/cost/planModel.js';
import type { Pass } from '../evaluateRound.js';

/** A pass of a round that is still to be run, with the lengths of the sequences that it has left. */
export interface PlannedPass extends Omit<Pass, 'files'> {
  readonly model: PlannedModel;
  /** Sequences in the order of the text; those that a journal holds are left out. */
  readonly sequences: readonly { readonly tokens: number; readonly rows: number }[];
}

/** What is left to compute of one round. */
export interface RoundPlan {
  readonly roundId: number;
  readonly passes: readonly PlannedPass[];
  /** Why no model will be run, as far as it is known before; null where passes are planned or nothing is left. */
  readonly reason: string | null;
}
