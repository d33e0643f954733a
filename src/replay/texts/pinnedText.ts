import type { TeacherCapture } from '../../domain/published.js';
import type { Prompt } from '../../domain/round.js';
import { encodePublished } from '../../model/tokenizer/encodePublished.js';
import type { Tokenizer } from '../../model/tokenizer/Tokenizer.js';
import { continuationFilter } from '../../reconstruct/prompts/continuationFilter.js';

/** One scored sequence: prompt and the teacher's continuation as token ids. */
export interface PinnedSequence {
  /** Index in the draw, from 0. */
  readonly drawIndex: number;
  /** sha256 of the prompt's text. */
  readonly promptSha256: string;
  readonly ids: readonly number[];
  readonly promptLength: number;
}

/** A captured teacher text, tokenised, with its short continuations removed: what every contender is scored on. */
export interface PinnedText {
  /** sha256 of the captured file. */
  readonly capture: string;
  readonly sequences: readonly PinnedSequence[];
}

export interface PinnedTextFault {
  readonly fault: string;
}

/** Other prompts need no intent: rule: corpus fallbacks, docs/methodology.md. */
const FALLBACKS =
  'an evaluator that cannot read the corpus takes FineWeb, then its own cached prompts, without saying so';

/**
 * Joins a captured teacher text to the drawn prompts and tokenises it. The captured prompts must be the drawn ones in
 * draw order, with none that the draw does not hold: otherwise the validator used other prompts (breach C8), and the
 * text cannot stand for this round.
 * @param tokenizer the teacher's
 * @returns the sequences, or a sentence that says why the text cannot be used
 */
export function pinText(
  capture: TeacherCapture,
  prompts: readonly Prompt[],
  tokenizer: Tokenizer,
): PinnedText | PinnedTextFault {
  const sequences: PinnedSequence[] = [];
  let next = 0;
  for (const [index, item] of capture.items.entries()) {
    let found = next;
    while (found < prompts.length && prompts[found]?.text !== item.prompt) found += 1;
    if (found === prompts.length)
      return {
        fault: `prompt ${index} of the captured teacher text is not among the prompts that the seed block draws (${FALLBACKS})`,
      };
    next = found + 1;
    const encoded = encodePublished(tokenizer, item);
    if (encoded === null)
      return {
        fault: `text ${index} of the captured teacher text does not come out of the recorded tokenizer again: it was made with another one`,
      };
    sequences.push({
      drawIndex: found,
      promptSha256: (prompts[found] as Prompt).sha256,
      ids: encoded.ids,
      promptLength: encoded.promptLength,
    });
  }
  const kept = continuationFilter(sequences.map((sequence) => sequence.ids.length - sequence.promptLength));
  return { capture: capture.sha256, sequences: kept.map((index) => sequences[index] as PinnedSequence) };
}

/** Positions that predict the continuation: `promptLength - 1` to the last but one. None for an empty prompt. */
export const scoredRows = (sequence: PinnedSequence): number[] =>
  sequence.promptLength === 0
    ? []
    : Array.from(
        { length: sequence.ids.length - sequence.promptLength },
        (_, offset) => sequence.promptLength - 1 + offset,
      );
