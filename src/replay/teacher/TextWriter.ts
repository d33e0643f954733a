import type { ModelFiles } from '../../domain/engine.js';
import type { ContinuationRequest } from '../../domain/teacher.js';
import type { Tokenizer } from '../../model/tokenizer/Tokenizer.js';

/** The teacher as a writer of new texts. Whose draws they are, and so the texts themselves, is its own. */
export interface TextWriter {
  /** Prompts that are worked on at once. */
  readonly atOnce: number;
  open(files: ModelFiles, tokenizer: Tokenizer): Promise<OpenWriter>;
}

interface OpenWriter {
  /**
   * Continuations as text without special tokens, in the order of the requests.
   * @param signal gives up what is running
   */
  write(requests: readonly ContinuationRequest[], signal: AbortSignal): Promise<readonly string[]>;
  release(): Promise<void>;
}
