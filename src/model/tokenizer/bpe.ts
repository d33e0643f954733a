import { Tokenizer as Library } from '@huggingface/tokenizers';
import type { BpeDocument } from './bpeDocument.js';
import { decodeBytes } from './decodeBytes.js';
import { type NormalisedText, nfcEnds, plainEnds } from './nfcEnds.js';
import { withLongS } from './splitPatterns.js';
import type { DecodeOptions, EncodedText, Tokenizer } from './Tokenizer.js';
import { textRefused } from './tokenizerRefused.js';

/** UTF-16 units of one text: far above the longest prompt with its continuation. */
const MAX_TEXT = 1 << 22;
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Byte-level BPE. The tokenizers library splits and merges; added tokens are cut out and text is normalised here, since
 * the library gives no offsets: they follow from the bytes that each token spells (rule: prompt length,
 * docs/methodology.md).
 */
export function createBpeTokenizer(document: BpeDocument): Tokenizer {
  return new BpeTokenizer(document);
}

class BpeTokenizer implements Tokenizer {
  readonly vocabSize: number;
  private readonly library: Library;
  /** Added tokens that are looked for in the text as it is given, by content. */
  private readonly cut: ReadonlyMap<string, number>;
  private readonly cutPattern: RegExp | null;
  private readonly special: ReadonlySet<number>;
  private readonly known: ReadonlyMap<number, string>;

  constructor(private readonly document: BpeDocument) {
    const { vocab, added } = document;
    const early = added.filter((token) => !token.normalized);
    this.library = openLibrary(document);
    this.cut = new Map(early.map(({ content, id }) => [content, id]));
    this.cutPattern = longestFirst(early.map(({ content }) => content));
    this.special = new Set(added.filter((token) => token.special).map(({ id }) => id));
    this.known = new Map([
      ...Object.entries(vocab).map(([spelling, id]) => [id, spelling] as const),
      ...added.map(({ content, id }) => [id, content] as const),
    ]);
    this.vocabSize = [...this.known.keys()].reduce((most, id) => Math.max(most, id + 1), 0);
  }

  encode(text: string): number[] {
    return this.encodeSections(text).ids;
  }

  encodeWithEnds(text: string): EncodedText {
    return this.encodeSections(text);
  }

  /** Ids that the file does not name (a model's head is wider than its vocabulary) stand for no text. */
  decode(ids: readonly number[], { skipSpecial = false }: DecodeOptions = {}): string {
    for (const id of ids)
      if (!Number.isSafeInteger(id) || id < 0) throw textRefused(`${id} is not a token id`);
    const kept = ids.filter((id) => this.known.has(id) && !(skipSpecial && this.special.has(id)));
    return decodeBytes(kept.map((id) => this.known.get(id) as string));
  }

  entries(): (readonly [string, number])[] {
    return [...this.known]
      .map(([id, spelling]) => [spelling, id] as const)
      .sort(([, left], [, right]) => left - right);
  }

  private encodeSections(text: string): { ids: number[]; ends: number[] } {
    if (text.length > MAX_TEXT) throw textRefused(`a text of ${text.length} characters is too long`);
    if (LONE_SURROGATE.test(text)) throw textRefused('the text holds half of a surrogate pair');
    const ids: number[] = [];
    const ends: number[] = [];
    let before = 0;
    for (const section of this.sections(text)) {
      const id = this.cut.get(section);
      if (id === undefined) before = this.encodeSection(section, before, ids, ends);
      else {
        before += [...section].length;
        ids.push(id);
        ends.push(before);
      }
    }
    return { ids, ends };
  }

  /** The text in order, cut around the added tokens: leftmost first, then longest. */
  private sections(text: string): string[] {
    if (this.cutPattern === null) return [text];
    const sections: string[] = [];
    let at = 0;
    for (const { 0: found, index } of text.matchAll(this.cutPattern)) {
      sections.push(text.slice(at, index), found);
      at = index + found.length;
    }
    sections.push(text.slice(at));
    return sections.filter((section) => section !== '');
  }

  /** @returns code points of the text up to the end of the section */
  private encodeSection(section: string, before: number, ids: number[], ends: number[]): number {
    const normal = this.document.nfc ? nfcEnds(section) : plainEnds(section);
    const { ids: found, tokens } = this.library.encode(normal.text, { add_special_tokens: false });
    const byteEnds = endsByByte(normal);
    let byte = 0;
    for (const [index, token] of tokens.entries()) {
      byte += token.length;
      const end = byteEnds[byte - 1];
      if (end === undefined) break;
      ids.push(found[index] as number);
      ends.push(before + end);
    }
    if (byte !== byteEnds.length) throw textRefused('the tokens do not spell the text');
    return before + [...section].length;
  }
}

/** The library for what is left to do: splitting normalised text, cutting out the late added tokens, and the merges. */
function openLibrary({ json, added, splitPattern }: BpeDocument): Library {
  const split = {
    type: 'Split',
    pattern: { Regex: withLongS(splitPattern) },
    behavior: 'Isolated',
    invert: false,
  };
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, use_regex: false };
  return new Library(
    {
      ...json,
      normalizer: null,
      pre_tokenizer: { type: 'Sequence', pretokenizers: [split, byteLevel] },
      added_tokens: added.filter((token) => token.normalized),
    },
    {},
  );
}

/** Per byte of the UTF-8 text, where its code point ends. Byte alphabet and ASCII: one character of a token is a byte. */
function endsByByte({ text, ends }: NormalisedText): number[] {
  const byBytes: number[] = [];
  let index = 0;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    const bytes = code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
    for (let byte = 0; byte < bytes; byte++) byBytes.push(ends[index] as number);
    index++;
  }
  return byBytes;
}

/** Matches the contents; of several at one place the longest. */
function longestFirst(contents: readonly string[]): RegExp | null {
  if (contents.length === 0) return null;
  const sorted = [...contents].sort((left, right) => right.length - left.length);
  return new RegExp(sorted.map((content) => content.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('|'), 'g');
}
