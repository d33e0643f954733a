import type { Tokenizer } from './Tokenizer.js';

/** How a token string of a teacher's answer was read. */
export interface MappedToken {
  readonly id: number;
  /**
   * `spelling`: as the file spells the token; `decoded`: its text; `encoded`: first id of the encoded string;
   * `none`: the string encodes to nothing.
   */
  readonly by: 'spelling' | 'decoded' | 'encoded' | 'none';
  /** More than one token decodes to this string: which one the evaluator took depends on the order of its map. */
  readonly ambiguous: boolean;
}

/**
 * The evaluator's map of token strings to ids (rule: token strings, docs/methodology.md): per token of the vocabulary its
 * spelling, which wins, and its text where nothing stands yet. The vocabulary is walked by ascending id; the evaluator
 * walks a hash map, so for `ambiguous` strings its choice is not known.
 */
export function createTokenMap(tokenizer: Tokenizer): (token: string) => MappedToken {
  const spelled = new Map<string, number>();
  const decoded = new Map<string, { readonly id: number; ambiguous: boolean }>();
  for (const [spelling, id] of tokenizer.entries()) {
    spelled.set(spelling, id);
    const text = tokenizer.decode([id]);
    const earlier = decoded.get(text);
    if (earlier === undefined) decoded.set(text, { id, ambiguous: false });
    else earlier.ambiguous = true;
  }
  return (token) => {
    const id = spelled.get(token);
    if (id !== undefined) return { id, by: 'spelling', ambiguous: false };
    const text = decoded.get(token);
    if (text !== undefined) return { ...text, by: 'decoded' };
    const first = tokenizer.encode(token)[0];
    return first === undefined
      ? { id: 0, by: 'none', ambiguous: false }
      : { id: first, by: 'encoded', ambiguous: false };
  };
}
