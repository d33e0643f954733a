import type { RecurrenceForm } from '../../../domain/engine.js';
import type { GraphBuilder } from '../../onnx/GraphBuilder.js';
import { joinHeads, linear, silu, splitHeads } from '../elementary.js';
import { filtered } from '../shortConvolution.js';
import { gatedDeltaRule } from './gatedDeltaRule.js';
import { linearWidths, type Qwen35Config } from './Qwen35Config.js';
import type { Sequence } from './Sequence.js';

const LENGTH_EPS = 1e-6;

/** What a linear layer keeps between two runs. */
export interface DeltaState {
  /** [1, taps - 1, channels], the last tokens before the convolution */
  readonly window: string;
  /** [1, value heads, key width, value width] */
  readonly state: string;
}

/**
 * Gated DeltaNet: one short convolution over query, key and value, unit-length queries and keys, gated delta rule, RMS
 * norm per value head behind a silu gate; no rotation (rule: Qwen3.5 forward pass, docs/methodology.md).
 *
 * @param u [T, hidden], already normalised by the layer
 * @param prefix name of the layer's attention, with a final stop
 * @param before what the layer kept; without it the sequence, or each of its segments, starts from nothing
 * @returns the block's output [T, hidden], and what the layer keeps
 */
export function gatedDeltaNet(
  g: GraphBuilder,
  config: Qwen35Config,
  form: RecurrenceForm,
  sequence: Sequence,
  u: string,
  prefix: string,
  before?: DeltaState,
): { out: string; after: DeltaState } {
  const { linearKeyHeads, linearValueHeads, linearKeyDim, linearValueDim, convSize } = config;
  const { key: keyTotal, value: valueTotal, channels } = linearWidths(config);
  const project = (name: string, width: number) =>
    sequence.segments(linear(g, u, `${prefix}in_proj_${name}.weight`), width);
  const mixed = project('qkv', channels);
  const filters = { weight: `${prefix}conv1d.weight`, channels, taps: convSize, extents: sequence.extents };
  const convolved = silu(g, filtered(g, form, mixed, filters, before?.window));
  const [query, key, value] = g.ops(
    'Split',
    [convolved, g.int([keyTotal, keyTotal, valueTotal])],
    { axis: { int: 2 } },
    3,
  ) as [string, string, string];
  const shape = {
    keyHeads: linearKeyHeads,
    valueHeads: linearValueHeads,
    keyWidth: linearKeyDim,
    valueWidth: linearValueDim,
  };
  const { read, state } = gatedDeltaRule(g, form, shape, {
    query: unitLength(g, query, linearKeyHeads, linearKeyDim),
    key: unitLength(g, key, linearKeyHeads, linearKeyDim),
    value,
    decay: decay(g, project('a', linearValueHeads), prefix),
    rate: g.op('Sigmoid', [project('b', linearValueHeads)]),
    extents: sequence.extents,
    ...(before && { state: before.state }),
  });
  const heads = splitHeads(g, sequence.tokens(read, valueTotal), linearValueHeads, linearValueDim);
  const normed = g.op('RMSNormalization', [heads, g.weight(`${prefix}norm.weight`)], {
    axis: { int: -1 },
    epsilon: { float: config.rmsNormEps },
  });
  const gate = silu(g, linear(g, u, `${prefix}in_proj_z.weight`));
  const gated = g.op('Mul', [joinHeads(g, normed), gate]);
  return {
    out: linear(g, gated, `${prefix}out_proj.weight`),
    after: { window: lastRows(g, mixed, convSize - 1, before?.window), state },
  };
}

/** ln of what a head keeps of its state: -exp(A_log) softplus(a + dt_bias). */
function decay(g: GraphBuilder, a: string, prefix: string): string {
  const speed = g.op('Neg', [g.op('Exp', [g.weight(`${prefix}A_log`)])]);
  return g.op('Mul', [g.op('Softplus', [g.op('Add', [a, g.weight(`${prefix}dt_bias`)])]), speed]);
}

/** x / sqrt(sum(x^2) + 1e-6) of each head of [B, T, heads x width]. */
function unitLength(g: GraphBuilder, x: string, heads: number, width: number): string {
  const split = g.op('Reshape', [x, g.int([0, 0, heads, width])]);
  const square = g.op('ReduceSumSquare', [split, g.int([-1])]);
  const root = g.op('Sqrt', [g.op('Add', [square, g.float(LENGTH_EPS)])]);
  return g.op('Reshape', [g.op('Div', [split, root]), g.int([0, 0, -1])]);
}

/** The last `count` rows of [1, T, channels] and of what came before it; fewer where there are no more. */
function lastRows(g: GraphBuilder, x: string, count: number, before?: string): string {
  const whole = before === undefined ? x : g.op('Concat', [before, x], { axis: { int: 1 } });
  const end = g.int([Number.MAX_SAFE_INTEGER]);
  // A start of -0 would be the first row.
  const start = count === 0 ? end : g.int([-count]);
  return g.op('Slice', [whole, start, end, g.int([1])]);
}
