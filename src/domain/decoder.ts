import type { ScoreRequest, ScoreResult } from './engine.js';

/** How a decoder draws; without it the largest logit is taken. */
export interface DrawnBy {
  readonly temperature: number;
  readonly topP: number;
  readonly seed: number;
  /** Only so many of the most probable tokens can be drawn. Default: any. */
  readonly topK?: number;
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

/** How a chat is put to a model. */
export interface Asking {
  /** Null leaves it to the template. Default: false. */
  readonly thinking?: boolean | null;
  /** Tokens of the prompt that are kept, from its start. Default: all. */
  readonly mostPromptTokens?: number;
}

/** A drawn continuation as the token ids that two models can read. */
export interface Rollout {
  readonly promptIds: readonly number[];
  /** New tokens, an end-of-turn token included. */
  readonly ids: readonly number[];
  /** The new tokens without special ones. */
  readonly text: string;
}

/** A model behind the teacher's chat template, thinking off unless it is asked for. */
export interface Decoder {
  /** Calls of `generate` that share their cost when they are made together. Default: 1. */
  readonly atOnce?: number;
  /**
   * @param turns user and assistant by turns, the user first and last
   * @param maxNew budget of new tokens
   * @throws NotFiniteError, UsageError for a text that does not fit the model, EngineError
   */
  generate(turns: readonly string[], maxNew: number, drawn?: DrawnBy, how?: Asking): Promise<Generated>;
  /** Draws from one user turn, thinking as the template has it; the whole text is run again for each token. */
  readonly rollOut?: (turn: string, maxNew: number, drawn: DrawnBy) => Promise<Rollout>;
  /** Reads token ids; absent where the model cannot be read. */
  readonly score?: (request: ScoreRequest) => Promise<ScoreResult>;
}
