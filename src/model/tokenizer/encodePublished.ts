import { codePointLength } from '../../python/text.js';
import { encodeJoined, type JoinedIds } from './promptLength.js';
import type { Tokenizer } from './Tokenizer.js';

/** Prompt and continuation as `eval_data.json` gives them, with the token counts when it has them. */
export interface PublishedText {
  readonly prompt: string;
  readonly continuation: string;
  readonly promptTokens?: number;
  readonly continuationTokens?: number;
}

/** Code points of a prompt that a straddling token is looked for in: longer tokens are runs of one character. */
const MAX_OVERLAP = 128;

/**
 * Finds the ids that a published continuation was cut from. A token that straddles the join is published with the
 * continuation, whose text then begins with the last characters of the prompt: joined as they stand, prompt and
 * continuation would hold these characters twice. The smallest overlap is taken whose ids give back the published
 * continuation, and the published counts where there are some.
 * @returns null when no overlap does: the text was made with another tokenizer, or lost special tokens on the way
 */
export function encodePublished(
  tokenizer: Tokenizer,
  { prompt, continuation, promptTokens, continuationTokens }: PublishedText,
): (JoinedIds & { readonly overlap: number }) | null {
  const fits = ({ ids, promptLength }: JoinedIds): boolean =>
    (promptTokens === undefined || promptTokens === promptLength) &&
    (continuationTokens === undefined || continuationTokens === ids.length - promptLength) &&
    tokenizer.decode(ids.slice(promptLength), { skipSpecial: true }) === continuation;
  const tail = [...prompt].slice(-MAX_OVERLAP);
  for (let overlap = 0; overlap <= tail.length; overlap++) {
    const repeated = tail.slice(tail.length - overlap).join('');
    if (!continuation.startsWith(repeated)) continue;
    const joined = encodeJoined(tokenizer, prompt, continuation.slice(repeated.length));
    if (fits(joined)) return { ...joined, overlap: codePointLength(repeated) };
  }
  return null;
}
