import type { GraphBuilder } from '../onnx/GraphBuilder.js';
import { ONNX_TYPE } from '../onnx/messages.js';
import { asBatch, fromBatch, splitHeads } from './elementary.js';

/** Cosines and sines of one run, [1, T, rotary / 2] each. */
export interface RotationTables {
  readonly cos: string;
  readonly sin: string;
}

/**
 * Angles position x theta^(-2i / rotary), in float32 at every step as the architecture has them: at position 1500 a
 * float32 angle is off by up to 1e-4, so a more exact table would give other scores.
 *
 * @param positions [T] int32
 */
export function rotationTables(
  g: GraphBuilder,
  positions: string,
  rotary: number,
  theta: number,
): RotationTables {
  const frequencies = Array.from({ length: rotary / 2 }, (_, i) =>
    Math.fround(1 / Math.fround(theta ** Math.fround((2 * i) / rotary))),
  );
  const column = g.op('Unsqueeze', [
    g.op('Cast', [positions], { to: { int: ONNX_TYPE.float } }),
    g.int([0, 2]),
  ]);
  const angles = g.op('Mul', [column, g.float(frequencies)]);
  return { cos: g.op('Cos', [angles]), sin: g.op('Sin', [angles]) };
}

/**
 * Rotates the first `rotary` channels of every head, halves paired (channel i with channel i + rotary / 2).
 *
 * @param x [T, heads x width]
 * @returns [T, heads, width]
 */
export function rotate(
  g: GraphBuilder,
  x: string,
  tables: RotationTables,
  shape: { readonly heads: number; readonly width: number; readonly rotary: number },
): string {
  const { heads, width, rotary } = shape;
  const rotated = g.op('RotaryEmbedding', [asBatch(g, x), tables.cos, tables.sin], {
    num_heads: { int: heads },
    interleaved: { int: 0 },
    ...(rotary < width ? { rotary_embedding_dim: { int: rotary } } : {}),
  });
  return splitHeads(g, fromBatch(g, rotated), heads, width);
}
