import type { GraphBuilder } from '../../onnx/GraphBuilder.js';

/** (1 + w) x / sqrt(mean(x^2) + eps) over the last axis: this architecture stores the distance of a norm's weight from 1. */
export function centredNorm(g: GraphBuilder, x: string, weight: string, eps: number): string {
  const scale = g.op('Add', [g.weight(weight), g.float(1)]);
  return g.op('RMSNormalization', [x, scale], { axis: { int: -1 }, epsilon: { float: eps } });
}
