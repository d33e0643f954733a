import type { Prompt } from './round.js';

/** Texts of a round's prompts, drawn again; each has the sha256 that the replay recorded. */
export interface PromptTexts {
  /** Name of the snapshot that holds them. */
  readonly snapshot: string;
  readonly shard: number;
  /** In draw order; prompts that the replay did not score are left out. */
  readonly prompts: readonly Prompt[];
}

/** Why no text is at hand, and what the person can do. */
export interface NoTexts {
  readonly why: string;
  readonly remedy: string;
}
