import type { GraphBuilder } from '../../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../../onnx/messages.js';
import { type Blocks, fromBlocks, inBlocks } from '../blocks.js';
import { joinHeads, linear, splitHeads } from '../elementary.js';
import { type RotationTables, rotate } from '../rotation.js';
import { centredNorm } from './centredNorm.js';
import type { Qwen35Config } from './Qwen35Config.js';

/** Takes a score out of a softmax and is finite. */
const MASK = -3e38;

/** Keys and values of all tokens so far, [key-value heads, width, tokens] and [key-value heads, tokens, width]. */
export interface AttentionCache {
  readonly keys: string;
  readonly values: string;
}

/** What every full-attention layer of a run shares. */
export interface AttentionRun {
  readonly tables: RotationTables;
  /** Queries are worked in blocks, so that scores of all pairs of tokens never stand in memory at once. */
  readonly blocks: Blocks;
  /** [T] int32, positions in the whole text, and 0 to T - 1 */
  readonly positions: string;
  readonly order: string;
}

/**
 * Causal softmax attention with shared key-value heads, RMS norm of queries and keys per head, rotation of the first
 * channels and a sigmoid gate on the output (rule: Qwen3.5 forward pass, docs/methodology.md).
 *
 * @param u [T, hidden], already normalised by the layer
 * @param prefix name of the layer's attention, with a final stop
 * @param before keys and values of the tokens before this run, whose positions are 0 up to this run's first
 * @returns the block's output [T, hidden], and keys and values of all tokens so far
 */
export function fullAttention(
  g: GraphBuilder,
  config: Qwen35Config,
  run: AttentionRun,
  u: string,
  prefix: string,
  before?: AttentionCache,
): { out: string; after: AttentionCache } {
  const { attentionHeads: heads, keyValueHeads, headDim: width, rotary, rmsNormEps } = config;
  const project = (letter: string, count: number, channels: number) =>
    splitHeads(g, linear(g, u, `${prefix}${letter}_proj.weight`), count, channels);
  const turn = (x: string, letter: string, count: number) => {
    const normed = centredNorm(g, x, `${prefix}${letter}_norm.weight`, rmsNormEps);
    return rotate(g, joinHeads(g, normed), run.tables, { heads: count, width, rotary });
  };
  // Each head has its query and its gate side by side.
  const [rawQuery, gate] = g.ops(
    'Split',
    [project('q', heads, 2 * width)],
    { axis: { int: 2 }, num_outputs: { int: 2 } },
    2,
  ) as [string, string];
  const query = g.op('Mul', [turn(rawQuery, 'q', heads), g.float(width ** -0.5)]);
  const key = turn(project('k', keyValueHeads, width), 'k', keyValueHeads);
  const value = project('v', keyValueHeads, width);
  const after = extended(g, key, value, before);
  const read = overBlocks(g, config, run, query, after);
  const open = g.op('Sigmoid', [joinHeads(g, gate)]);
  return { out: linear(g, g.op('Mul', [read, open]), `${prefix}o_proj.weight`), after };
}

/** @param key, value [T, heads, width] */
function extended(g: GraphBuilder, key: string, value: string, before?: AttentionCache): AttentionCache {
  const keys = g.op('Transpose', [key], { perm: { ints: [1, 2, 0] } });
  const values = g.op('Transpose', [value], { perm: { ints: [1, 0, 2] } });
  if (before === undefined) return { keys, values };
  return {
    keys: g.op('Concat', [before.keys, keys], { axis: { int: 2 } }),
    values: g.op('Concat', [before.values, values], { axis: { int: 1 } }),
  };
}

/**
 * @param query [T, heads, width], rotated and scaled
 * @returns [T, heads x width]
 */
function overBlocks(
  g: GraphBuilder,
  { attentionHeads: heads, keyValueHeads: shared, headDim: width }: Qwen35Config,
  { blocks, positions, order }: AttentionRun,
  query: string,
  { keys, values }: AttentionCache,
): string {
  const group = heads / shared;
  // [blocks, shared, group x length, width]: the queries of one key-value head are one matrix.
  const grouped = g.op('Transpose', [inBlocks(g, blocks, joinHeads(g, query), [shared, group, width])], {
    perm: { ints: [0, 2, 3, 1, 4] },
  });
  const queries = g.op('Reshape', [grouped, g.int([0, shared, -1, width])]);
  const reach = g.op('Tile', [inBlocks(g, blocks, positions, []), g.int([1, group])]);
  const total = g.op('Squeeze', [g.op('Shape', [keys], { start: { int: 2 }, end: { int: 3 } })]);
  const places = g.op('Cast', [g.op('Range', [g.int(0), total, g.int(1)])], { to: { int: ONNX_TYPE.int32 } });

  const body = g.body();
  const block = body.input('queries', 'float', [shared, 'Q', width]);
  const last = body.input('reach', 'int32', ['Q']);
  const scores = body.op('MatMul', [block, keys]);
  const seen = body.op('LessOrEqual', [places, body.op('Unsqueeze', [last, body.int([1])])]);
  const weights = body.op('Softmax', [body.op('Where', [seen, scores, body.float(MASK)])], {
    axis: { int: -1 },
  });
  body.output('read', body.op('MatMul', [weights, values]), 'float', [shared, 'Q', width]);
  const read = g.op('Scan', [queries, reach], {
    num_scan_inputs: { int: 2 },
    body: { graph: body.graph() },
  });
  const apart = g.op('Reshape', [read, g.int([0, shared, group, -1, width])]);
  const inOrder = g.op('Transpose', [apart], { perm: { ints: [0, 3, 1, 2, 4] } });
  return fromBlocks(g, inOrder, order, heads * width);
}
