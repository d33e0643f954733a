import { type AddedToken, checkAddedTokens } from './addedTokens.js';
import { checkBpeModel } from './bpeModel.js';
import { checkExact, checkKeys, checkValues, type Expected, type Fields, fields } from './documentFields.js';
import { SPLIT_PATTERNS } from './splitPatterns.js';
import { shown, tokenizerRefused } from './tokenizerRefused.js';

/** What a checked `tokenizer.json` holds, beside what is fixed for its kind. */
export interface BpeDocument {
  /** Ids of the model's tokens by spelling. */
  readonly vocab: Readonly<Record<string, number>>;
  readonly added: readonly AddedToken[];
  /** Whether text is brought to NFC first. */
  readonly nfc: boolean;
  /** How normalised text is cut into pieces before the merges. */
  readonly splitPattern: string;
  /** The document as it stands in the file. */
  readonly json: Fields;
}

const TOP: Expected = {
  version: ['1.0', undefined],
  truncation: [null, undefined],
  padding: [null, undefined],
};
const STAGES = ['added_tokens', 'normalizer', 'pre_tokenizer', 'post_processor', 'decoder', 'model'];
const BOTH = [false, true, undefined];

/**
 * Checks a `tokenizer.json` of Hugging Face: byte-level BPE with the split pattern of Qwen2 to Qwen3.5, NFC or no
 * normaliser, no truncation, no padding, no tokens put around the text.
 *
 * @throws ModelRefusedError naming the key and value of anything else
 */
export function checkBpeDocument(json: Fields): BpeDocument {
  checkKeys(json, [...Object.keys(TOP), ...STAGES], 'the document');
  for (const key of STAGES) if (!Object.hasOwn(json, key)) throw tokenizerRefused(`${key} is missing`);
  checkValues(json, TOP, '');
  const splitPattern = checkStages(json);
  const vocab = checkBpeModel(json.model);
  return {
    vocab,
    added: checkAddedTokens(json.added_tokens, vocab),
    nfc: json.normalizer !== null,
    splitPattern,
    json,
  };
}

/** @returns the split pattern */
function checkStages({ normalizer, pre_tokenizer, post_processor, decoder }: Fields): string {
  if (normalizer !== null) checkExact(normalizer, { type: ['NFC'] }, 'normalizer');
  const { type, pretokenizers: steps, ...rest } = fields(pre_tokenizer, 'pre_tokenizer');
  checkKeys(rest, [], 'pre_tokenizer');
  if (type !== 'Sequence' || !Array.isArray(steps) || steps.length !== 2)
    throw tokenizerRefused(
      `pre_tokenizer is ${shown(type)}, a Sequence of a Split and a ByteLevel is expected`,
    );
  const splitPattern = checkSplit(fields(steps[0], 'pre_tokenizer[0]'));
  const byteLevel = { type: ['ByteLevel'], add_prefix_space: BOTH, use_regex: BOTH, trim_offsets: BOTH };
  checkExact(steps[1], { ...byteLevel, add_prefix_space: [false], use_regex: [false] }, 'pre_tokenizer[1]');
  checkExact(decoder, byteLevel, 'decoder');
  if (post_processor !== null)
    checkExact(post_processor, { ...byteLevel, trim_offsets: [false] }, 'post_processor');
  return splitPattern;
}

function checkSplit(split: Fields): string {
  const name = 'pre_tokenizer[0]';
  const { pattern, ...rest } = split;
  checkExact(rest, { type: ['Split'], behavior: ['Isolated'], invert: [false] }, name);
  const { Regex: regex, ...others } = fields(pattern, `${name}.pattern`);
  checkKeys(others, [], `${name}.pattern`);
  if (typeof regex !== 'string' || !SPLIT_PATTERNS.has(regex))
    throw tokenizerRefused(`${name}.pattern is ${shown(regex)}, which is not a pattern that is run`);
  return regex;
}
