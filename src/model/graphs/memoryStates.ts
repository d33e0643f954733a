import type { QuasarConfig } from './QuasarConfig.js';

/** The latent memory of one gated layer as an input of a graph. */
export interface MemoryState {
  readonly layer: number;
  readonly name: string;
  readonly dims: readonly [slots: number, width: number];
}

/** The memories that a graph with carried memory takes and gives, in the order of their layers. */
export function memoryStates(config: QuasarConfig): MemoryState[] {
  return config.layerTypes.flatMap((type, layer) =>
    type === 'gla' ? [{ layer, name: `memory.${layer}`, dims: [config.memorySlots, config.memoryDim] }] : [],
  );
}

/** Name of the output that holds the state `name` after a run. */
export const nextState = (name: string): string => `${name}.next`;
