import type { RecurrenceForm } from '../../domain/engine.js';

/** What leaves the graph: `gather` and `topk` give log-probabilities and the mass outside, the others add an output each. */
export interface HeadOptions {
  readonly picks: 'gather' | 'topk' | 'none';
  readonly logits: boolean;
  readonly hidden: boolean;
}

/** Named switches of a Quasar graph. */
export interface GraphOptions {
  /** Implementation of the recurrences and of the short convolution. */
  readonly form: RecurrenceForm;
  readonly head: HeadOptions;
  /** Clamp and RMS-normalise the input of Quasar attention, as some versions of the layer do. Default: false. */
  readonly inputRms?: boolean;
  /** Experts drop assignments beyond their capacity. Default: true; false answers what the drop changed. */
  readonly capacity?: boolean;
}
