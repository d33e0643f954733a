import type { BlockNumber } from '../../domain/block.js';
import type { RoundId } from '../../domain/round.js';
import type { RangeDone } from './cache/cacheEntries.js';
import type { ChainCache } from './cache/openChainCache.js';
import type { AnchoredSpan } from './roundAnchors.js';

/** A range of rounds as it is asked for. */
export interface AskedRange {
  readonly netuid: number;
  readonly fromRound: RoundId;
  readonly toRound: RoundId;
  readonly cache: ChainCache;
  readonly endpoints: readonly string[];
  readonly proofs: 'auto' | 'none';
}

/** Blocks between two seed blocks beside the fixed ones: reveals of two epochs, and changes as they are on a usual day. */
const CHANGES_PER_ROUND = 14;
const ROUND_BLOCKS = 720;

/** Blocks inside a span that a recording will probably hold. */
export const expectedInside = ({ from, to, fixed }: AnchoredSpan): number =>
  fixed.length + Math.round((CHANGES_PER_ROUND * (to - from)) / ROUND_BLOCKS);

/** Blocks that a recording of spans will probably hold. */
export const expectedBlocks = (spans: readonly AnchoredSpan[]): number =>
  spans.reduce((sum, span) => sum + expectedInside(span), spans.length + 1);

/** The cache's word that this very range was recorded to its end; null when it has none. */
export const finishedRange = (asked: AskedRange): RangeDone | null =>
  asked.cache.ranges.findLast(
    (one) =>
      one.netuid === asked.netuid &&
      one.fromRound === asked.fromRound &&
      one.toRound === asked.toRound &&
      one.proofs === asked.proofs &&
      asked.endpoints.every((host) => one.endpoints.includes(host)),
  ) ?? null;

/** True when the cache holds the block's hash, given by all endpoints. */
export function hasHash({ cache, endpoints }: AskedRange, block: BlockNumber): boolean {
  const known = cache.hashOf(block);
  return known !== null && endpoints.every((host) => known.endpoints.includes(host));
}
