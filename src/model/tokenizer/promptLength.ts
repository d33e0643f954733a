import { codePointLength } from '../../python/text.js';
import type { EncodedText, Tokenizer } from './Tokenizer.js';

/** Ids of prompt and continuation as one text, and how many of them are the prompt. */
export interface JoinedIds {
  readonly ids: readonly number[];
  readonly promptLength: number;
}

/**
 * Tokenises prompt and continuation as one text, as the evaluator does with what its teacher wrote.
 * Rule: prompt length, docs/methodology.md.
 */
export function encodeJoined(tokenizer: Tokenizer, prompt: string, continuation: string): JoinedIds {
  const encoded = tokenizer.encodeWithEnds(prompt + continuation);
  return { ids: encoded.ids, promptLength: promptLength(encoded, prompt, continuation) };
}

/**
 * The index after the last token that ends within the prompt; one that straddles the join belongs to the continuation.
 * 0 for an empty prompt; every token where there is no continuation.
 * @param encoded of prompt + continuation
 */
function promptLength({ ids, ends }: EncodedText, prompt: string, continuation: string): number {
  if (prompt === '') return 0;
  if (continuation === '') return ids.length;
  const length = codePointLength(prompt);
  return ends.findLastIndex((end) => end <= length) + 1;
}

/**
 * What the evaluator does with a tokenizer that gives no offsets: the first prefix of the ids that decodes to the prompt.
 * @returns null when no prefix does
 */
export function promptLengthByDecoding(
  decode: (ids: readonly number[]) => string,
  ids: readonly number[],
  prompt: string,
): number | null {
  if (prompt === '') return 0;
  for (let length = 1; length <= ids.length; length++)
    if (decode(ids.slice(0, length)) === prompt) return length;
  return null;
}
