import type { GraphBuilder } from '../onnx/GraphBuilder.js';

/** x W^T + b for a stored [out, in] weight; x is [rows, in]. */
export function linear(g: GraphBuilder, x: string, weight: string, bias?: string): string {
  const inputs = [x, g.weight(weight)];
  if (bias !== undefined) inputs.push(g.weight(bias));
  return g.op('Gemm', inputs, { transB: { int: 1 } });
}

/** w x / sqrt(mean(x^2) + eps) over the last axis. */
export function rmsNorm(g: GraphBuilder, x: string, weight: string, eps: number): string {
  return g.op('RMSNormalization', [x, g.weight(weight)], { axis: { int: -1 }, epsilon: { float: eps } });
}

/** x sigmoid(x). */
export function silu(g: GraphBuilder, x: string): string {
  return g.op('Mul', [x, g.op('Sigmoid', [x])]);
}

/**
 * ln(1 + exp(x)) = max(x, 0) + ln(1 + exp(-|x|)): the steps of the runtime's Softplus one by one, which takes four times
 * as long because it computes both of its branches without wide instructions.
 */
export function softplus(g: GraphBuilder, x: string): string {
  const small = g.op('Exp', [g.op('Neg', [g.op('Abs', [x])])]);
  return g.op('Add', [g.op('Relu', [x]), g.op('Log', [g.op('Add', [small, g.float(1)])])]);
}

/** down( silu(gate x) * up x ), the dense feed-forward block. */
export function swiglu(g: GraphBuilder, x: string, prefix: string): string {
  const gate = silu(g, linear(g, x, `${prefix}gate.weight`));
  const up = linear(g, x, `${prefix}up.weight`);
  return linear(g, g.op('Mul', [gate, up]), `${prefix}down.weight`);
}

/**
 * [T, heads x width] as [T, heads, width]. The first extent is copied, never -1: an extent that the runtime cannot name
 * makes opening a session quadratic in the number of nodes.
 */
export function splitHeads(g: GraphBuilder, x: string, heads: number, width: number): string {
  return g.op('Reshape', [x, g.int([0, heads, width])]);
}

/** The inverse of `splitHeads`. */
export function joinHeads(g: GraphBuilder, x: string): string {
  return g.op('Reshape', [x, g.int([0, -1])]);
}

/** [T, width] as a batch of one. */
export function asBatch(g: GraphBuilder, x: string): string {
  return g.op('Unsqueeze', [x, g.int([0])]);
}

/** The inverse of `asBatch`. */
export function fromBatch(g: GraphBuilder, x: string): string {
  return g.op('Squeeze', [x, g.int([0])]);
}
