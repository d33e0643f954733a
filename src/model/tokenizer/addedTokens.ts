import { checkExact, fields, isId, MAX_SPELLING } from './documentFields.js';
import { shown, tokenizerRefused } from './tokenizerRefused.js';

/** A token that is cut out of the text before anything else is done with it. */
export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly special: boolean;
  /** Looked for in the normalised text, not in the text as it is given. */
  readonly normalized: boolean;
}

/** Each is looked for at every place of a text. */
const MAX_ADDED = 1024;
const ASCII = /^[\x20-\x7e]*$/;
const BOTH = [false, true];
const FLAGS = {
  single_word: [false],
  lstrip: [false],
  rstrip: [false],
  normalized: BOTH,
  special: BOTH,
};

/**
 * Checks `added_tokens`. One that is looked for in normalised text must be ASCII, so that it is no spelling of bytes.
 * @param vocab ids of the model's tokens by spelling
 * @throws ModelRefusedError naming the token that does not fit
 */
export function checkAddedTokens(value: unknown, vocab: Readonly<Record<string, number>>): AddedToken[] {
  if (!Array.isArray(value) || value.length > MAX_ADDED)
    throw tokenizerRefused(`added_tokens is not a list of at most ${MAX_ADDED} tokens`);
  const ids = new Set(Object.values(vocab));
  const contents = new Set<string>();
  return value.map((one: unknown, index) => {
    const { id, content, ...flags } = fields(one, `added_tokens[${index}]`);
    checkExact(flags, FLAGS, `added_tokens[${index}]`);
    const { special, normalized } = flags as { special: boolean; normalized: boolean };
    if (typeof content !== 'string' || content === '' || content.length > MAX_SPELLING)
      throw tokenizerRefused(`added_tokens[${index}] is ${shown(content)}, a text is expected`);
    if (/\p{Surrogate}/u.test(content) || (normalized && !ASCII.test(content)))
      throw tokenizerRefused(`added_tokens[${index}] is ${shown(content)}, which cannot be looked for`);
    if (!isId(id)) throw tokenizerRefused(`the added token ${shown(content)} has the id ${shown(id)}`);
    const known = Object.hasOwn(vocab, content) ? vocab[content] : undefined;
    if (known === undefined ? ids.has(id) : known !== id)
      throw tokenizerRefused(`the added token ${shown(content)} has the id ${id}, which is another token's`);
    if (contents.has(content)) throw tokenizerRefused(`the added token ${shown(content)} stands twice`);
    contents.add(content);
    ids.add(id);
    return { id, content, special, normalized };
  });
}
