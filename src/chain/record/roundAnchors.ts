import type { BlockNumber } from '../../domain/block.js';
import type { RoundId } from '../../domain/round.js';
import { roundBlocks, windowEnd } from '../../eras/roundBlocks.js';

/** Two blocks that are read in full, and the blocks between them that are read whatever happened. */
export interface AnchoredSpan {
  readonly from: BlockNumber;
  readonly to: BlockNumber;
  /** Ascending, inside the span. */
  readonly fixed: readonly BlockNumber[];
}

/**
 * Spans that the audit of a range of rounds needs, ascending and without gaps: from the activation block of the round
 * before the range to the end of the last round's weight window. Both, and every seed block between them, are read in
 * full; cutoff and activation blocks between them are read too (rule: which blocks are read, docs/methodology.md).
 */
export function anchoredSpans(fromRound: RoundId, toRound: RoundId): readonly AnchoredSpan[] {
  const first = roundBlocks(Math.max(fromRound - 1, 0)).activationBlock;
  const last = roundBlocks(toRound);
  const anchors = [Math.min(first, roundBlocks(fromRound).seedBlock)];
  const fixed: BlockNumber[] = [];
  for (let roundId = fromRound; roundId <= toRound + 1; roundId++) {
    const blocks = roundBlocks(roundId);
    anchors.push(blocks.seedBlock);
    fixed.push(blocks.cutoffBlock, blocks.activationBlock);
  }
  anchors.push(windowEnd(last));
  const ascending = [...new Set(anchors)].sort((a, b) => a - b);
  return ascending.slice(1).map((to, at) => {
    const from = ascending[at] as BlockNumber;
    return { from, to, fixed: inside(fixed, from, to) };
  });
}

const inside = (blocks: readonly BlockNumber[], from: BlockNumber, to: BlockNumber): BlockNumber[] =>
  [...new Set(blocks)].filter((block) => from < block && block < to).sort((a, b) => a - b);
