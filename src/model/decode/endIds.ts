import { ModelRefusedError } from '../../errors/model.js';
import type { Tokenizer } from '../tokenizer/Tokenizer.js';

/** Tokens that end a turn wherever they are known. */
const ENDS = ['<|im_end|>', '<|endoftext|>'];

/**
 * Ids of the tokens at which a model stops writing.
 * @param eosToken the tokenizer's own end token as its config spells it; null without one
 * @throws ModelRefusedError when the tokenizer knows no token that ends a turn
 */
export function endIds(tokenizer: Tokenizer, eosToken: string | null): readonly number[] {
  const ends = eosToken === null ? ENDS : [...ENDS, eosToken];
  const ids = tokenizer.entries().flatMap(([spelling, id]) => (ends.includes(spelling) ? [id] : []));
  if (ids.length > 0) return ids;
  throw new ModelRefusedError({
    what: 'the tokenizer knows no token that ends a turn',
    why: `none of ${ends.join(', ')} is among its tokens`,
    remedy: "Use the tokenizer of the teacher's repository.",
  });
}
