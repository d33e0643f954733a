import type { RecurrenceForm } from '../../domain/engine.js';
import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { asBatch, fromBatch, silu } from './elementary.js';

/**
 * Causal depthwise convolution with zero padding on the left, then silu. The last tap is the current token's. The form
 * `contrib` is one Conv node (several times faster than the runtime's CausalConvWithState), `plain` a sum of shifts.
 *
 * @param x [T, channels]
 * @param weight name of a stored [channels, 1, taps] tensor
 */
export function shortConvolution(
  g: GraphBuilder,
  form: RecurrenceForm,
  x: string,
  weight: string,
  channels: number,
  taps: number,
): string {
  if (form === 'contrib') return silu(g, convolved(g, x, weight, channels, taps));
  const kernel = g.op('Transpose', [g.op('Reshape', [g.weight(weight), g.int([channels, taps])])], {
    perm: { ints: [1, 0] },
  });
  const padded = g.op('Pad', [x, g.int([taps - 1, 0, 0, 0])]);
  let sum = '';
  for (let tap = 0; tap < taps; tap += 1) {
    // Tap j reads the token that is taps - 1 - j before the current one.
    const end = tap + 1 < taps ? tap + 1 - taps : Number.MAX_SAFE_INTEGER;
    const shifted = g.op('Slice', [padded, g.int([tap]), g.int([end]), g.int([0])]);
    const row = g.op('Slice', [kernel, g.int([tap]), g.int([tap + 1]), g.int([0])]);
    const term = g.op('Mul', [shifted, row]);
    sum = sum === '' ? term : g.op('Add', [sum, term]);
  }
  return silu(g, sum);
}

/** One depthwise Conv node; it wants channels before tokens. */
function convolved(g: GraphBuilder, x: string, weight: string, channels: number, taps: number): string {
  const channelsFirst = g.op('Transpose', [asBatch(g, x)], { perm: { ints: [0, 2, 1] } });
  const sums = g.op('Conv', [channelsFirst, g.weight(weight)], {
    group: { int: channels },
    kernel_shape: { ints: [taps] },
    pads: { ints: [taps - 1, 0] },
  });
  return fromBatch(g, g.op('Transpose', [sums], { perm: { ints: [0, 2, 1] } }));
}
