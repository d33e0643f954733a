import { linearWidths, type Qwen35Config } from './Qwen35Config.js';

/** What one layer keeps between two runs: two inputs of a cached graph, with their extents before the first token. */
export interface LayerStates {
  readonly first: State;
  readonly second: State;
}

export interface State {
  readonly name: string;
  /** Extents at the start, where everything is zero or empty; keys and values grow along the extent that is 0. */
  readonly dims: readonly number[];
}

/** One entry a layer: window and state of a linear layer, keys and values of a full one. */
export function qwen35States(config: Qwen35Config): LayerStates[] {
  const { keyValueHeads, headDim, linearValueHeads, linearKeyDim, linearValueDim, convSize } = config;
  const { channels } = linearWidths(config);
  return config.layerTypes.map((type, i) =>
    type === 'linear_attention'
      ? {
          first: { name: `window.${i}`, dims: [1, convSize - 1, channels] },
          second: { name: `state.${i}`, dims: [1, linearValueHeads, linearKeyDim, linearValueDim] },
        }
      : {
          first: { name: `keys.${i}`, dims: [keyValueHeads, headDim, 0] },
          second: { name: `values.${i}`, dims: [keyValueHeads, 0, headDim] },
        },
  );
}
