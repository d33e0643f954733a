/** The numbers of a Qwen3.5 text model that its graph depends on, under the names of config.json in camel case. */
export interface Qwen35Config {
  readonly vocabSize: number;
  readonly hiddenSize: number;
  readonly intermediateSize: number;
  readonly maxSeqLen: number;
  readonly rmsNormEps: number;
  /** Full attention: query heads, heads of key and value, channels of each. */
  readonly attentionHeads: number;
  readonly keyValueHeads: number;
  readonly headDim: number;
  /** Rotated channels of a head; the rest pass unrotated. */
  readonly rotary: number;
  readonly ropeTheta: number;
  /** Linear attention: one key head serves `valueHeads / keyHeads` consecutive value heads. */
  readonly linearKeyHeads: number;
  readonly linearValueHeads: number;
  readonly linearKeyDim: number;
  readonly linearValueDim: number;
  readonly convSize: number;
  /** One entry a layer. */
  readonly layerTypes: readonly Qwen35LayerType[];
  /** Whether the vocabulary projection is the embedding matrix; null when the config leaves it to the tensors. */
  readonly tied: boolean | null;
  /** Whether the text model stands inside a document with other parts, which also decides the names of its tensors. */
  readonly nested: boolean;
}

export type Qwen35LayerType = 'linear_attention' | 'full_attention';

/** Widths that follow from the config. */
export function linearWidths(config: Qwen35Config) {
  const key = config.linearKeyHeads * config.linearKeyDim;
  const value = config.linearValueHeads * config.linearValueDim;
  return { key, value, channels: 2 * key + value };
}

/** Names that depend on where the text model stands in its checkpoint. */
export function textPrefix(config: Qwen35Config): string {
  return config.nested ? 'model.language_model.' : 'model.';
}

/** The tensor of the vocabulary projection, [vocabulary, hidden]. */
export function headTensor(config: Qwen35Config): string {
  return config.tied === true ? `${textPrefix(config)}embed_tokens.weight` : 'lm_head.weight';
}
