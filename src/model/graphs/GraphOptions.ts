import type { RecurrenceForm } from '../../domain/engine.js';

/** What leaves the graph: `gather` and `topk` give log-probabilities and the mass outside, the others add an output each. */
export interface HeadOptions {
  readonly picks: 'gather' | 'topk' | 'none';
  readonly logits: boolean;
  readonly hidden: boolean;
}

/** What leaves the graph beside its head; see `probeOutputs`. */
export interface ProbeOptions {
  readonly drops: boolean;
  readonly gates: boolean;
  readonly layers: boolean;
}

/** What every graph is told. */
interface CommonOptions {
  /** Implementation of the recurrences and of the short convolution. */
  readonly form: RecurrenceForm;
  readonly head: HeadOptions;
  /** Default: none; the graph is then the same bytes as ever. */
  readonly probes?: ProbeOptions;
  /** Round float32 tensors of the file to bfloat16, as loading it in bfloat16 does. Default: false. */
  readonly roundF32?: boolean;
  /** Sequences side by side, of one token each in every run; see `PlacesBuilder`. Default: 1, the graph is then the same bytes as ever. */
  readonly places?: number;
}

/** Named switches of a Quasar graph. */
export interface GraphOptions extends CommonOptions {
  /** Clamp and RMS-normalise the input of Quasar attention, as some versions of the layer do. Default: false. */
  readonly inputRms?: boolean;
  /** Experts drop assignments beyond their capacity. Default: true; false answers what the drop changed. */
  readonly capacity?: boolean;
  /** `zero`: empty at the start of every run, nothing leaves; `carried`: states in and out. Default: zero. */
  readonly memory?: 'zero' | 'carried';
  /** `one`: every run has one token, of which less has to be read. Default: any. */
  readonly tokens?: 'any' | 'one';
}

/** Named switches of a Qwen3.5 graph. */
export interface Qwen35Options extends CommonOptions {
  /**
   * The linear layers forget window and state before each position that is a multiple of this, as a library did that
   * fed long texts in cached parts; full attention forgets nothing. Default: 0, never.
   */
  readonly restartLinear?: number;
  /** States of all layers in and out, so that a run continues the text of the run before. Default: false. */
  readonly cached?: boolean;
}
