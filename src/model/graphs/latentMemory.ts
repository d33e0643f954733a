import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { linear } from './elementary.js';
import type { QuasarConfig } from './QuasarConfig.js';

const SEGMENT = 64;
const INPUT_EPS = 1e-5;
/** Write strength of a padding token before its sigmoid; padding takes part in the softmax and in the maximum. */
const PADDING_STRENGTH = -10;

/**
 * How many rows fill the last segment of a run, as the pads [4] int64 of a [T, x] matrix; shared by all layers.
 *
 * @param ids [T]
 */
export function segmentPadding(g: GraphBuilder, ids: string): string {
  const short = g.op('Mod', [g.op('Neg', [g.op('Shape', [ids])]), g.int(SEGMENT)]);
  return g.op('Concat', [g.int([0, 0]), short, g.int([0])], { axis: { int: 0 } });
}

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
  const memory = `${layer}memory.`;
  const width = config.memoryDim;
  const normed = g.op(
    'LayerNormalization',
    [u, g.weight(`${memory}input_norm.weight`), g.weight(`${memory}input_norm.bias`)],
    { axis: { int: -1 }, epsilon: { float: INPUT_EPS } },
  );
  const inSegments = (x: string, fill: number, last: number) =>
    g.op('Reshape', [g.op('Pad', [x, padding, g.float(fill)]), g.int([-1, SEGMENT, last])]);
  const project = (name: string) => linear(g, normed, `${memory}${name}.weight`, `${memory}${name}.bias`);
  const z = inSegments(project('summary_proj'), 0, width);
  const strength = g.op('Sigmoid', [inSegments(project('W_eta'), PADDING_STRENGTH, 1)]);
  const query = g.op('Reshape', [g.weight(`${memory}summary_query`), g.int([width, 1])]);
  const scores = g.op('Mul', [g.op('MatMul', [z, query]), g.float(width ** -0.5)]);
  const weights = g.op('Softmax', [scores], { axis: { int: 1 } });
  const summary = g.op('ReduceSum', [g.op('Mul', [z, weights]), g.int([1])], { keepdims: { int: 0 } });
  const eta = g.op('ReduceMax', [strength, g.int([1])], { keepdims: { int: 0 } });
  const mean = g.op('ReduceMean', [g.op('Mul', [summary, eta]), g.int([0])]);
  const read = g.op('Div', [mean, g.float(config.memorySlots)]);
  const gate = g.op('Sigmoid', [linear(g, u, `${layer}W_alpha.weight`, `${layer}W_alpha.bias`)]);
  return g.op('Mul', [gate, linear(g, read, `${layer}C_to_hidden.weight`)]);
}
