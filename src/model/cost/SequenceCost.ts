import type { RecurrenceForm } from '../../domain/engine.js';

/** One sequence as it goes through a graph. */
export interface SequenceRun {
  /** T, tokens of the sequence. */
  readonly tokens: number;
  /** Scored rows. */
  readonly rows: number;
  readonly form: RecurrenceForm;
  /**
   * How the router spreads a sequence, which only its weights know: `even` serves all experts alike, `full` fills one up
   * to the capacity, to which the rows of the others are padded before they are put together.
   */
  readonly load: 'even' | 'full';
}

/** What one sequence costs, by kind of work; counts of a whole run, not per token. */
export interface SequenceCost {
  /** Multiply-adds of the matrix products of all layers, without those below. */
  readonly body: number;
  /** Multiply-adds of routed experts when no assignment is dropped. */
  readonly experts: number;
  /** Multiply-adds of query with key and weights with value: quadratic in T. */
  readonly attention: number;
  /** Multiply-adds of the vocabulary projection, scored rows only. */
  readonly head: number;
  /** Multiply-adds of the linear recurrences: decay where there is one, read, write and output of each state. */
  readonly recurrence: number;
  /** Multiply-adds of the recurrences that the form `plain` does as matrix products instead; 0 for `contrib`. */
  readonly recurrenceProducts: number;
  /** Steps of recurrences in the form `plain`, one token of one layer each, with all that they execute. */
  readonly steps: { readonly count: number; readonly elements: number; readonly nodes: number };
  /** Values written by other operators that go over their input once (norms, activations, copies, sums). */
  readonly elements: number;
  /** Values written by the vocabulary head's log-sum-exps. */
  readonly headElements: number;
  /** Other operators executed, those of control-flow bodies each time. */
  readonly nodes: number;
}

/** Linear recurrence of a model as a speed measurement repeats it. */
export interface RecurrenceProbe {
  readonly heads: number;
  readonly keyWidth: number;
  readonly valueWidth: number;
}

/** What a speed measurement has to resemble. */
export interface CostShapes {
  /** Matrix products of one token: input width, output width, how many of them. */
  readonly products: readonly { readonly inputs: number; readonly outputs: number; readonly count: number }[];
  readonly recurrence: RecurrenceProbe;
  /** Width of the residual stream. */
  readonly width: number;
  readonly vocabSize: number;
  /** float32 values of activations that stand in memory at once, per token. */
  readonly activationsPerToken: number;
}

/** The cost of an architecture with the numbers of one config. */
export interface ModelCost {
  readonly of: (run: SequenceRun) => SequenceCost;
  readonly shapes: CostShapes;
}
