/** Token ids of a text, and where in the text each token ends. */
export interface EncodedText {
  readonly ids: readonly number[];
  /** Per token, the code points of the text up to and with its last character; never falls. */
  readonly ends: readonly number[];
}

export interface DecodeOptions {
  /** Leaves out the tokens that the file calls special. */
  readonly skipSpecial?: boolean;
}

/** Text to token ids and back, as the teacher's `tokenizer.json` defines it. */
export interface Tokenizer {
  /** One more than the highest id; the head of a model may be wider. */
  readonly vocabSize: number;
  /** @throws ModelRefusedError when the text cannot be encoded */
  encode(text: string): number[];
  /** @throws ModelRefusedError when the text cannot be encoded */
  encodeWithEnds(text: string): EncodedText;
  /** @throws ModelRefusedError when an id cannot be one */
  decode(ids: readonly number[], options?: DecodeOptions): string;
  /** Every token as the file spells it, with its id; ascending by id. */
  entries(): readonly (readonly [spelling: string, id: number])[];
}
