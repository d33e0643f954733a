import type { GraphBuilder } from '../../onnx/GraphBuilder.js';
import { blocksOf, fromBlocks, inBlocks } from '../blocks.js';
import { asBatch } from '../elementary.js';

/** How the linear layers of one run see its tokens. */
export interface Sequence {
  /** [T, width] as [segments, tokens, width]; each segment starts from an empty state */
  readonly segments: (x: string, width: number) => string;
  /** The inverse of `segments`, [T, width]. */
  readonly tokens: (x: string, width: number) => string;
}

/** @param order [T] int32, 0 to T - 1 */
export function wholeSequence(g: GraphBuilder, order: string): Sequence {
  return {
    segments: (x) => asBatch(g, x),
    tokens: (x, width) => g.op('Gather', [g.op('Reshape', [x, g.int([-1, width])]), order]),
  };
}

/**
 * Segments of `length` tokens: what a library computes that feeds a long text in cached parts and forgets the state of
 * its linear layers at the start of each.
 */
export function restartedSequence(g: GraphBuilder, ids: string, order: string, length: number): Sequence {
  const blocks = blocksOf(g, ids, length);
  return {
    segments: (x, width) => inBlocks(g, blocks, x, [width]),
    tokens: (x, width) => fromBlocks(g, x, order, width),
  };
}
