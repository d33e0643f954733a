/** What an engine did in a short measured run, each number at its slowest, middle and fastest repetition. */
export interface EngineSpeed {
  /** Multiply-adds a second of matrix products in the shapes of the model. */
  readonly products: Pace;
  /** Multiply-adds a second of the linear recurrence. */
  readonly recurrence: Pace;
  /** Values a second that operators write which go over their input once. */
  readonly elements: Pace;
  /** Values a second that are widened from bfloat16 to float32. */
  readonly casts: Pace;
  /** Steps a second of a recurrence in standard operators, one token of one layer each. */
  readonly steps: Pace;
  /** Seconds of one operator with almost no data, and of one call of the engine. */
  readonly secondsPerNode: number;
  readonly secondsPerCall: number;
  /** Seconds that opening a session takes for each operator of its graph. */
  readonly secondsPerOpenedNode: number;
  /** How long the measurement took. */
  readonly tookSeconds: number;
}

/** Amount a second. */
export interface Pace {
  readonly slowest: number;
  readonly middle: number;
  readonly fastest: number;
}
