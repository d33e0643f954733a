import type { RecurrenceForm } from '../../domain/engine.js';
import type { ModelCost } from '../cost/SequenceCost.js';
import type { WeightSource } from '../onnx/GraphBuilder.js';
import type { GraphOptions, HeadOptions, ProbeOptions, Qwen35Options } from './GraphOptions.js';

/** Switches of a loaded model beside its recurrence form; see `GraphOptions` and `Qwen35Options`. */
export type ModelSwitches = Pick<GraphOptions, 'inputRms' | 'capacity' | 'roundF32'> &
  Pick<Qwen35Options, 'restartLinear'>;

/** What a graph is asked for. */
interface GraphRequest {
  readonly form: RecurrenceForm;
  readonly head: HeadOptions;
  readonly probes?: ProbeOptions;
  /** Whether `Decoding.states` come in and leave. */
  readonly carried: boolean;
  /** Whether every run will have one token. */
  readonly oneToken: boolean;
  /** Sequences side by side, of one token each in every run. Default: 1. */
  readonly places?: number;
  readonly switches: ModelSwitches;
}

/** The bytes of an ONNX model with the inputs `ids`, `positions`, `rows`, and what its head takes. */
export type BuildGraph = (request: GraphRequest) => Uint8Array;

/** How an architecture decodes without running the whole text again for each token. */
interface Decoding {
  /** `memory-only` carries less than the model would need, `cached` all of it. */
  readonly mode: 'memory-only' | 'cached';
  /** Inputs of a graph with carried states, and their extents before the first token, where they are zero or empty. */
  readonly states: readonly { readonly name: string; readonly dims: readonly number[] }[];
  /** Whether a graph of its own for runs of one token has less to read. */
  readonly oneToken: boolean;
}

/** Layers of each kind. */
export interface Inside {
  readonly layers: number;
  /** Extent of the hidden state. */
  readonly width: number;
  readonly withExperts: readonly number[];
  readonly withMemory: readonly number[];
}

/** An architecture with the numbers of one config. */
export interface Architecture {
  readonly name: 'quasar' | 'qwen35';
  readonly vocabSize: number;
  readonly maxSeqLen: number;
  /** The switches that mean something here; others are refused. */
  readonly switches: readonly (keyof ModelSwitches)[];
  readonly decoding: Decoding;
  /** What a run costs, from the config alone. */
  readonly cost: ModelCost;
  /** What its layers can be asked for, as numbers of layers from 0. */
  readonly inside: Inside;
  /**
   * Holds the tensors of a checkpoint against the config.
   *
   * @throws ModelRefusedError naming the tensor that is unknown, missing, or of another shape or type
   */
  fit(weights: ReadonlyMap<string, WeightSource>): BuildGraph;
}
