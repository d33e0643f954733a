import { ModelRefusedError } from '../../errors/model.js';

const MAX_SHOWN = 80;

/** The error of a tokenizer file that is not read. */
export const tokenizerRefused = (why: string): ModelRefusedError =>
  new ModelRefusedError({
    what: 'the tokenizer is refused',
    why,
    remedy: "Use the tokenizer.json of the teacher's repository: byte-level BPE as Qwen3.5 has it.",
  });

/** The error of a text or an id that the tokenizer cannot take. */
export const textRefused = (why: string): ModelRefusedError =>
  new ModelRefusedError({
    what: 'the tokenizer cannot take its input',
    why,
    remedy: 'Use the tokenizer and the text that belong together.',
  });

/** A value of a hostile file for a message: one line, bounded. */
export const shown = (value: unknown): string => (JSON.stringify(value) ?? 'missing').slice(0, MAX_SHOWN);
