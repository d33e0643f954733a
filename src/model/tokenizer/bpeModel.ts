import { BYTE_ALPHABET } from './byteAlphabet.js';
import {
  checkExact,
  type Expected,
  type Fields,
  fields,
  isId,
  MAX_SPELLING,
  MAX_TOKENS,
} from './documentFields.js';
import { shown, tokenizerRefused } from './tokenizerRefused.js';

const FIXED: Expected = {
  type: ['BPE'],
  dropout: [null, undefined],
  unk_token: [null, undefined],
  continuing_subword_prefix: ['', null, undefined],
  end_of_word_suffix: ['', null, undefined],
  fuse_unk: [false, undefined],
  byte_fallback: [false, undefined],
  ignore_merges: [false, true, undefined],
};
/** No character of the alphabet but these four means something in a class. */
const SPELLING = new RegExp(`^[${BYTE_ALPHABET.join('').replace(/[\]\\^-]/g, '\\$&')}]+$`);

/**
 * Checks the merges and the vocabulary of a byte-level BPE: every byte has a token, so every text can be encoded, and
 * every merge is of tokens to a token, so nothing is lost on the way.
 * @returns ids by spelling
 * @throws ModelRefusedError naming the token, merge or key that does not fit
 */
export function checkBpeModel(value: unknown): Readonly<Record<string, number>> {
  const { vocab, merges, ...rest } = fields(value, 'model');
  checkExact(rest, FIXED, 'model');
  const tokens = fields(vocab, 'model.vocab');
  checkVocabulary(tokens);
  checkMerges(merges, tokens);
  return tokens as Readonly<Record<string, number>>;
}

function checkVocabulary(tokens: Fields): void {
  const entries = Object.entries(tokens);
  if (entries.length > MAX_TOKENS)
    throw tokenizerRefused(`model.vocab holds ${entries.length} tokens, at most ${MAX_TOKENS} are read`);
  const ids = new Set<number>();
  for (const [token, id] of entries) {
    if (token.length === 0 || token.length > MAX_SPELLING)
      throw tokenizerRefused(`a token of model.vocab is ${token.length} characters long`);
    if (!isId(id)) throw tokenizerRefused(`token ${shown(token)} has the id ${shown(id)}`);
    if (ids.has(id)) throw tokenizerRefused(`two tokens of model.vocab have the id ${id}`);
    ids.add(id);
    if (!SPELLING.test(token))
      throw tokenizerRefused(`token ${shown(token)} is not written in the byte alphabet`);
  }
  for (const byte of BYTE_ALPHABET)
    if (!Object.hasOwn(tokens, byte)) throw tokenizerRefused(`model.vocab lacks the byte ${shown(byte)}`);
}

/** Merges are pairs, or in older files texts of two tokens with a space between; not both in one file. */
function checkMerges(merges: unknown, vocab: Fields): void {
  if (!Array.isArray(merges) || merges.length > MAX_TOKENS)
    throw tokenizerRefused(`model.merges is not a list of at most ${MAX_TOKENS} pairs`);
  const asText = typeof merges[0] === 'string';
  merges.forEach((merge: unknown, rank) => {
    const pair: unknown = asText ? typeof merge === 'string' && merge.split(' ') : merge;
    if (!Array.isArray(pair) || pair.length !== 2 || !pair.every((one) => typeof one === 'string'))
      throw tokenizerRefused(`merge ${rank} is ${shown(merge)}, a pair of tokens is expected`);
    const [left, right] = pair as [string, string];
    for (const token of [left, right, left + right])
      if (!Object.hasOwn(vocab, token))
        throw tokenizerRefused(`merge ${rank} needs ${shown(token)}, which model.vocab lacks`);
  });
}
