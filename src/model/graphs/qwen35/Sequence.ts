import type { GraphBuilder } from '../../onnx/GraphBuilder.js';
import { blocksOf, fromBlocks, inBlocks } from '../blocks.js';
import { asBatch } from '../elementary.js';

/** How the linear layers of one run see its tokens. */
export interface Sequence {
  /** Names of the extents segments and tokens. */
  readonly extents: readonly [number | string, string];
  /** [T, width] as [segments, tokens, width]; each segment starts from an empty state */
  readonly segments: (x: string, width: number) => string;
  /** The inverse of `segments`, [T, width]. */
  readonly tokens: (x: string, width: number) => string;
}

/** @param order [T] int32, 0 to T - 1 */
export function wholeSequence(g: GraphBuilder, order: string): Sequence {
  return {
    extents: [1, 'T'],
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
    extents: ['segments', 'segment'],
    segments: (x, width) => g.named(inBlocks(g, blocks, x, [width]), 'float', ['segments', 'segment', width]),
    tokens: (x, width) => fromBlocks(g, x, order, width),
  };
}
