import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { memoryAddition, memorySegments } from './memorySegments.js';
import type { QuasarConfig } from './QuasarConfig.js';

/**
 * What the latent memory adds to a gated layer, [T, d_model], when it starts empty and the sequence is scored in one
 * call: all slots are then equal, so the read is one vector c = mean over segments (eta Z) / slots, and the addition is
 * sigmoid(W_alpha u + b) C_to_hidden c. The write sees the whole sequence, so every token reads about later ones
 * (rule: latent memory from zero, docs/methodology.md).
 *
 * @param padding of `segmentPadding`
 * @param u [T, d_model], the layer's normalised input
 * @param layer name of the layer, with a final stop
 */
export function latentMemory(
  g: GraphBuilder,
  config: QuasarConfig,
  padding: string,
  u: string,
  layer: string,
): string {
  const { summary, eta } = memorySegments(g, padding, u, `${layer}memory.`, config.memoryDim);
  const mean = g.op('ReduceMean', [g.op('Mul', [summary, eta]), g.int([0])]);
  const read = g.op('Div', [mean, g.float(config.memorySlots)]);
  return memoryAddition(g, u, read, layer);
}
