import type { GraphBuilder } from '../onnx/GraphBuilder.js';

/** A sequence in blocks of equal length; a short one is one block without padding. */
export interface Blocks {
  /** [1] int64 */
  readonly length: string;
  /** [1] int64, rows that fill the last block */
  readonly missing: string;
}

/** Blocks of the smaller of T and the wished length. @param ids [T] */
export function blocksOf(g: GraphBuilder, ids: string, wished: number): Blocks {
  const tokens = g.op('Shape', [ids]);
  const length = g.op('Min', [tokens, g.int([wished])]);
  return { length, missing: g.op('Mod', [g.op('Neg', [tokens]), length]) };
}

/**
 * As few blocks as none is longer than `longest`, with fewer rows to fill than there are blocks.
 *
 * @param x [T, width]
 */
export function evenBlocksOf(g: GraphBuilder, x: string, longest: number): Blocks {
  const rows = g.op('Shape', [x], { start: { int: 0 }, end: { int: 1 } });
  const roundedUp = (by: string) => g.op('Div', [g.op('Sub', [g.op('Add', [rows, by]), g.int([1])]), by]);
  const count = roundedUp(g.int([longest]));
  const length = roundedUp(count);
  return { length, missing: g.op('Sub', [g.op('Mul', [count, length]), rows]) };
}

/**
 * [T, width] as [blocks, length, ...rest], filled with zeros; rest has the product `width`, and is empty for [T].
 */
export function inBlocks(g: GraphBuilder, blocks: Blocks, x: string, rest: readonly number[]): string {
  const join = (parts: readonly string[]) => g.op('Concat', parts, { axis: { int: 0 } });
  const pads =
    rest.length === 0
      ? join([g.int([0]), blocks.missing])
      : join([g.int([0, 0]), blocks.missing, g.int([0])]);
  const shape = join([g.int([-1]), blocks.length, ...(rest.length === 0 ? [] : [g.int(rest)])]);
  return g.op('Reshape', [g.op('Pad', [x, pads]), shape]);
}

/**
 * The inverse of `inBlocks`. Tokens are taken by an index [T], which keeps their extent known to the runtime.
 *
 * @param x [blocks, length, width]
 * @param order [T] int32, 0 to T - 1
 * @returns [T, width]
 */
export function fromBlocks(g: GraphBuilder, x: string, order: string, width: number): string {
  return g.op('Gather', [g.op('Reshape', [x, g.int([-1, width])]), order]);
}
