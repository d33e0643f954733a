/** How a decoder draws; without it the largest logit is taken. */
export interface DrawnBy {
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
}

/** What a model wrote. */
export interface Generated {
  /** Without special tokens. */
  readonly text: string;
  /** New tokens, an end-of-turn token included. */
  readonly tokens: number;
  /** An end-of-turn token was reached within the budget. */
  readonly terminated: boolean;
}

/** A model behind the teacher's chat template, thinking off. */
export interface Decoder {
  /**
   * @param turns user and assistant by turns, the user first and last
   * @param maxNew budget of new tokens
   * @throws NotFiniteError, UsageError for a text that does not fit the model, EngineError
   */
  generate(turns: readonly string[], maxNew: number, drawn?: DrawnBy): Promise<Generated>;
}
