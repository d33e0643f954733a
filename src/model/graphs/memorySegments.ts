import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { linear } from './elementary.js';

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

/** What a latent memory takes from the tokens of one run, in S segments of 64. */
export interface MemorySegments {
  /** [T, d_model], the memory's own normalised input. */
  readonly normed: string;
  /** [S, memory_dim], attention-pooled summary of each segment. */
  readonly summary: string;
  /** [S, 1], largest write strength of each segment. */
  readonly eta: string;
}

/**
 * Summaries and write strengths of the segments of a run.
 *
 * @param padding of `segmentPadding`
 * @param u [T, d_model], the layer's normalised input
 * @param memory name of the memory, with a final stop
 * @param width memory_dim
 */
export function memorySegments(
  g: GraphBuilder,
  padding: string,
  u: string,
  memory: string,
  width: number,
): MemorySegments {
  const normed = g.op(
    'LayerNormalization',
    [u, g.weight(`${memory}input_norm.weight`), g.weight(`${memory}input_norm.bias`)],
    { axis: { int: -1 }, epsilon: { float: INPUT_EPS } },
  );
  const inSegments = (x: string, fill: number, last: number) => {
    const padded = g.named(g.op('Pad', [x, padding, g.float(fill)]), 'float', ['P', last]);
    return g.named(g.op('Reshape', [padded, g.int([-1, SEGMENT, last])]), 'float', ['S', SEGMENT, last]);
  };
  const project = (name: string) => linear(g, normed, `${memory}${name}.weight`, `${memory}${name}.bias`);
  const z = inSegments(project('summary_proj'), 0, width);
  const strength = g.op('Sigmoid', [inSegments(project('W_eta'), PADDING_STRENGTH, 1)]);
  const query = g.op('Reshape', [g.weight(`${memory}summary_query`), g.int([width, 1])]);
  const scores = g.op('Mul', [g.op('MatMul', [z, query]), g.float(width ** -0.5)]);
  const weights = g.op('Softmax', [scores], { axis: { int: 1 } });
  const summary = g.op('ReduceSum', [g.op('Mul', [z, weights]), g.int([1])], { keepdims: { int: 0 } });
  const eta = g.op('ReduceMax', [strength, g.int([1])], { keepdims: { int: 0 } });
  return { normed, summary, eta };
}

/**
 * What a read of the memory adds to a gated layer: sigmoid(W_alpha u + b) C_to_hidden c.
 *
 * @param read c, [T, memory_dim] or one row for all tokens
 * @param layer name of the layer, with a final stop
 * @returns [T, d_model]
 */
export function memoryAddition(g: GraphBuilder, u: string, read: string, layer: string): string {
  const gate = g.op('Sigmoid', [linear(g, u, `${layer}W_alpha.weight`, `${layer}W_alpha.bias`)]);
  g.probe('gates', () => g.op('ReduceMean', [gate]));
  return g.op('Mul', [gate, linear(g, read, `${layer}C_to_hidden.weight`)]);
}
