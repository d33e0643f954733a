import type { BlockNumber } from '../domain/block.js';
import type { RoundBlocks, RoundId } from '../domain/round.js';

/** Block arithmetic of coordination protocol 2, fixed in the evaluator's code (rule: round blocks, docs/methodology.md). */
export const PROTOCOL_2 = {
  roundBlocks: 720,
  activationDelay: 600,
  commitFinality: 20,
  joinWindow: 180,
} as const;

/** Round that a block lies in. */
export const roundIdAt = (block: BlockNumber): RoundId => Math.floor(block / PROTOCOL_2.roundBlocks);

/** Seed, cutoff, activation and next seed block of a round. */
export function roundBlocks(roundId: RoundId): RoundBlocks {
  const seedBlock = roundId * PROTOCOL_2.roundBlocks;
  return {
    roundId,
    seedBlock,
    cutoffBlock: Math.max(0, seedBlock - PROTOCOL_2.commitFinality),
    activationBlock: seedBlock + PROTOCOL_2.activationDelay,
    nextSeedBlock: seedBlock + PROTOCOL_2.roundBlocks,
  };
}

/** First block at which the NEXT round's result may be set: the end (exclusive) of a round's weight window. */
export const windowEnd = (round: RoundBlocks): BlockNumber =>
  round.nextSeedBlock + PROTOCOL_2.activationDelay;

/** True while a validator that arrives at this block may still join the round that it lies in. */
export const inJoinWindow = (block: BlockNumber): boolean =>
  block - roundIdAt(block) * PROTOCOL_2.roundBlocks < PROTOCOL_2.joinWindow;

/** First round that can evaluate a commitment revealed at this block: the cutoff must not lie before it. */
export const firstEligibleRound = (committedAt: BlockNumber): RoundId =>
  Math.max(0, Math.ceil((committedAt + PROTOCOL_2.commitFinality) / PROTOCOL_2.roundBlocks));
