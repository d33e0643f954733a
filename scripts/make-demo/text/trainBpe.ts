import { BYTE_ALPHABET } from '../../../src/model/tokenizer/byteAlphabet.js';
import { QWEN35_SPLIT } from '../../../src/model/tokenizer/splitPatterns.js';

/** The tokens that Qwen3.5 puts after its vocabulary; the first seven fit a small one. */
const ADDED: readonly (readonly [content: string, special: boolean])[] = [
  ['<|endoftext|>', true],
  ['<|im_start|>', true],
  ['<|im_end|>', true],
  ['<tool_call>', false],
  ['</tool_call>', false],
  ['<think>', false],
  ['</think>', false],
];

/** One distinct word of the text in the byte alphabet, as the tokens that it is made of so far. */
interface Word {
  readonly count: number;
  tokens: string[];
}

/**
 * Trains a small byte-level BPE of Qwen3.5's kind: NFC, its split pattern, 256 bytes, then the merge of the most frequent
 * pair again and again (equal counts: the pair that sorts first), then the added tokens.
 * @param vocabSize tokens in all; fewer when nothing is left to merge
 * @returns the text of `tokenizer.json`
 */
export function trainBpe(texts: readonly string[], vocabSize: number): string {
  const words = countWords(texts);
  const vocab = new Map(BYTE_ALPHABET.map((spelling, id) => [spelling, id]));
  const merges: [string, string][] = [];
  while (vocab.size < vocabSize - ADDED.length) {
    const pair = mostFrequent(words);
    if (pair === null) break;
    const merged = pair.join('');
    merges.push(pair);
    if (!vocab.has(merged)) vocab.set(merged, vocab.size);
    for (const word of words) word.tokens = mergePair(word.tokens, pair);
  }
  return tokenizerJson(vocab, merges);
}

function countWords(texts: readonly string[]): Word[] {
  const counts = new Map<string, number>();
  // The contractions' group that folds case is written for another engine; plain ASCII needs both cases only.
  const pattern = new RegExp(
    QWEN35_SPLIT.replace(/^\(\?i:.*?\)/, "(?:'[sStTmMdD]|'[rR][eE]|'[vV][eE]|'[lL][lL])"),
    'gu',
  );
  for (const text of texts)
    for (const [word] of text.normalize('NFC').matchAll(pattern))
      counts.set(word, (counts.get(word) ?? 0) + 1);
  return [...counts].map(([word, count]) => ({
    count,
    tokens: Array.from(new TextEncoder().encode(word), (byte) => BYTE_ALPHABET[byte] as string),
  }));
}

function mostFrequent(words: readonly Word[]): [string, string] | null {
  const counts = new Map<string, number>();
  for (const { tokens, count } of words)
    for (let at = 1; at < tokens.length; at++) {
      const pair = `${tokens[at - 1]} ${tokens[at]}`;
      counts.set(pair, (counts.get(pair) ?? 0) + count);
    }
  const [best] = [...counts]
    .filter(([, count]) => count > 1)
    .sort(([left, most], [right, more]) => more - most || (left < right ? -1 : 1));
  return best === undefined ? null : (best[0].split(' ') as [string, string]);
}

function mergePair(tokens: readonly string[], [left, right]: readonly [string, string]): string[] {
  const merged: string[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const both = tokens[at] === left && tokens[at + 1] === right;
    merged.push(both ? left + right : (tokens[at] as string));
    if (both) at++;
  }
  return merged;
}

function tokenizerJson(vocab: ReadonlyMap<string, number>, merges: readonly [string, string][]): string {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: false, use_regex: false };
  const split = { type: 'Split', pattern: { Regex: QWEN35_SPLIT }, behavior: 'Isolated', invert: false };
  const flags = { single_word: false, lstrip: false, rstrip: false, normalized: false };
  const document = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: ADDED.map(([content, special], index) => ({
      id: vocab.size + index,
      content,
      ...flags,
      special,
    })),
    normalizer: { type: 'NFC' },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [split, byteLevel] },
    post_processor: byteLevel,
    decoder: byteLevel,
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: '',
      end_of_word_suffix: '',
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(vocab),
      merges,
    },
  };
  return `${JSON.stringify(document)}\n`;
}
