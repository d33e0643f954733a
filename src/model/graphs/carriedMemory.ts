import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { memoryAddition, memorySegments } from './memorySegments.js';
import type { QuasarConfig } from './QuasarConfig.js';

/** A memory of more slots than this is read through its best ones only. */
const DENSE_SLOTS = 1024;
const BEST_SLOTS = 64;
/** The read's scores are multiplied by this before their softmax; they are not divided by a root of the width. */
const SHARPNESS = 2;

/**
 * The latent memory of a gated layer with its state in and out (rule: latent memory in general, docs/methodology.md).
 * It writes from the tokens of the run, then every token reads what was written. With a state of zeros the addition is
 * that of `latentMemory`.
 *
 * @param padding of `segmentPadding`
 * @param u [T, d_model], the layer's normalised input
 * @param state M, [slots, memory_dim]
 * @param layer name of the layer, with a final stop
 * @returns the addition [T, d_model] and the state after the write
 */
export function carriedMemory(
  g: GraphBuilder,
  config: QuasarConfig,
  padding: string,
  u: string,
  state: string,
  layer: string,
): { addition: string; next: string } {
  const memory = `${layer}memory.`;
  const { memorySlots: slots, memoryDim: width } = config;
  const { normed, summary, eta } = memorySegments(g, padding, u, memory, width);
  const next = written(g, { summary, eta, state }, memory, width);
  const query = g.op('Gemm', [normed, valueRows(g, memory, width)], { transB: { int: 1 } });
  const scores = g.op('Gemm', [query, next], { transB: { int: 1 } });
  const read = g.op('MatMul', [attention(g, scores, slots), next]);
  return { addition: memoryAddition(g, u, read, layer), next };
}

/**
 * M' = (1 - gate) M + dM / S: each segment gives its summary, weighted by its strength, to the slots that resemble it;
 * gate = mean over segments (eta) sigmoid(eta_channels), one value a channel.
 */
function written(
  g: GraphBuilder,
  { summary, eta, state }: { readonly summary: string; readonly eta: string; readonly state: string },
  memory: string,
  width: number,
): string {
  const sharpness = g.op('Mul', [g.op('Exp', [g.weight(`${memory}temperature`)]), g.float(width ** -0.5)]);
  const likeness = g.op('Mul', [g.op('Gemm', [summary, state], { transB: { int: 1 } }), sharpness]);
  const shares = g.op('Softmax', [likeness], { axis: { int: 1 } });
  const change = g.op('Gemm', [shares, g.op('Mul', [summary, eta])], { transA: { int: 1 } });
  const channels = g.op('Sigmoid', [g.op('Reshape', [g.weight(`${memory}eta_channels`), g.int([1, width])])]);
  const gate = g.op('Mul', [g.op('ReduceMean', [eta, g.int([0])]), channels]);
  const kept = g.op('Mul', [state, g.op('Sub', [g.float(1), gate])]);
  const count = g.op('CastLike', [g.op('Shape', [eta], { end: { int: 1 } }), gate]);
  return g.op('Add', [kept, g.op('Div', [change, count])]);
}

/** The last third of the stacked query, key and value projection: the only part that reads. */
function valueRows(g: GraphBuilder, memory: string, width: number): string {
  return g.weight(`${memory}W_qkv_mem.weight`, { start: 2 * width, end: 3 * width });
}

/** Share of each slot in each token's read, [T, slots]; in a large memory the slots beyond the best have none. */
function attention(g: GraphBuilder, scores: string, slots: number): string {
  const along = { axis: { int: 1 } };
  const softmax = (x: string) => g.op('Softmax', [g.op('Mul', [x, g.float(SHARPNESS)])], along);
  if (slots <= DENSE_SLOTS) return softmax(scores);
  const [best, chosen] = g.ops('TopK', [scores, g.int([BEST_SLOTS])], along, 2) as [string, string];
  const none = g.op('Expand', [g.float(0), g.op('Shape', [scores])]);
  return g.op('ScatterElements', [none, chosen, softmax(best)], along);
}
