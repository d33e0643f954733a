/** The numbers of a Quasar checkpoint's config.json that its graph depends on, under the names they have there in camel case. */
export interface QuasarConfig {
  readonly vocabSize: number;
  readonly dModel: number;
  readonly nLayers: number;
  readonly nHeads: number;
  readonly headDim: number;
  readonly dFf: number;
  readonly maxSeqLen: number;
  readonly rmsNormEps: number;
  readonly ropeTheta: number;
  readonly residualScale: number;
  readonly convSize: number;
  readonly expandK: number;
  readonly expandV: number;
  readonly memorySlots: number;
  readonly memoryDim: number;
  readonly denseInputLayers: number;
  readonly numSharedExperts: number;
  readonly numRoutedExperts: number;
  readonly topK: number;
  readonly sharedExpertSize: number;
  readonly routedExpertSize: number;
  readonly bigmacR: number;
  /** One entry a layer, in cycles of `quasar_layers` and `gated_layers`. */
  readonly layerTypes: readonly LayerType[];
}

export type LayerType = 'quasar' | 'gla';

/** Width of the low-rank gate of a gated layer; the layer's own constant, no config key sets it. */
export const GATE_RANK = 16;

/** @returns whether layer `index` has a mixture of experts instead of a dense feed-forward block */
export function isMoe(config: QuasarConfig, index: number): boolean {
  return index >= config.denseInputLayers && config.numRoutedExperts > 0;
}

/** Widths that follow from the config, rounded towards zero as the architecture does. */
export function widths(config: QuasarConfig) {
  return {
    /** Quasar attention: heads x head_dim. */
    inner: config.nHeads * config.headDim,
    glaKey: Math.trunc(config.dModel * config.expandK),
    glaValue: Math.trunc(config.dModel * config.expandV),
    bottleneck: Math.trunc(config.dModel * config.bigmacR),
    expert: Math.trunc(config.routedExpertSize / config.bigmacR),
    /** Rotated part of a Quasar head; the rest of the head passes unrotated. */
    rotary: Math.floor(config.dModel / config.nHeads),
  };
}
