import type { RecurrenceForm } from '../../domain/engine.js';
import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { asBatch, fromBatch, linear, silu } from './elementary.js';

/** A stored [channels, 1, taps] tensor: one causal filter a channel, the last tap is the current token's. */
export interface Filters {
  readonly weight: string;
  readonly channels: number;
  readonly taps: number;
  /** Names of the extents B and T. */
  readonly extents: readonly [number | string, string];
}

/**
 * A projection, then a causal depthwise convolution with zero padding on the left, then silu. The form `contrib` is one
 * Conv node (several times faster than the runtime's CausalConvWithState) behind a projection that gives the channels
 * first, as Conv wants them; `plain` a sum of shifts.
 *
 * @param u [T, width]
 * @param projection name of the [channels, width] weight
 * @returns [T, channels]
 */
export function shortConvolution(
  g: GraphBuilder,
  form: RecurrenceForm,
  u: string,
  projection: string,
  kernel: Omit<Filters, 'extents'>,
): string {
  const filters = { ...kernel, extents: [1, 'T'] } as const;
  if (form === 'plain')
    return silu(g, fromBatch(g, filtered(g, form, asBatch(g, linear(g, u, projection)), filters)));
  const x = g.op('Gemm', [g.weight(projection), u], { transB: { int: 1 } });
  return silu(g, fromBatch(g, convolved(g, asBatch(g, x), filters, kernel.taps - 1)));
}

/**
 * The filters over each sequence of a batch, without an activation.
 *
 * @param x [B, T, channels]
 * @param before [B, taps - 1, channels], the tokens before the first; zeros when it is not given
 * @returns [B, T, channels]
 */
export function filtered(
  g: GraphBuilder,
  form: RecurrenceForm,
  x: string,
  filters: Filters,
  before?: string,
): string {
  const { weight, channels, taps, extents } = filters;
  const [batch, tokens] = extents;
  const whole = before === undefined ? x : g.op('Concat', [before, x], { axis: { int: 1 } });
  const missing = before === undefined ? taps - 1 : 0;
  if (form === 'contrib') {
    return convolved(g, g.op('Transpose', [whole], { perm: { ints: [0, 2, 1] } }), filters, missing);
  }
  const kernel = g.op('Transpose', [g.op('Reshape', [g.weight(weight), g.int([channels, taps])])], {
    perm: { ints: [1, 0] },
  });
  const padded = missing === 0 ? whole : g.op('Pad', [whole, g.int([0, missing, 0, 0, 0, 0])]);
  let sum = '';
  for (let tap = 0; tap < taps; tap += 1) {
    // Tap j reads the token that is taps - 1 - j before the current one.
    const end = tap + 1 < taps ? tap + 1 - taps : Number.MAX_SAFE_INTEGER;
    const shifted = g.op('Slice', [padded, g.int([tap]), g.int([end]), g.int([1])]);
    const row = g.op('Slice', [kernel, g.int([tap]), g.int([tap + 1]), g.int([0])]);
    const term = g.op('Mul', [g.named(shifted, 'float', [batch, tokens, channels]), row]);
    sum = sum === '' ? term : g.op('Add', [sum, term]);
  }
  return sum;
}

/** One Conv node. @param x [B, channels, T + taps - 1 - missing] @returns [B, T, channels] */
function convolved(g: GraphBuilder, x: string, filters: Filters, missing: number): string {
  const { weight, channels, taps, extents } = filters;
  const [batch, tokens] = extents;
  const sums = g.op('Conv', [x, g.weight(weight)], {
    group: { int: channels },
    kernel_shape: { ints: [taps] },
    pads: { ints: [missing, 0] },
  });
  const named = g.named(sums, 'float', [batch, channels, tokens]);
  return g.op('Transpose', [named], { perm: { ints: [0, 2, 1] } });
}
