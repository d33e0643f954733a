import type { BlockNumber } from '../domain/block.js';
import type { RoundBlocks, RoundId } from '../domain/round.js';
import type { Coordination } from './defineEra.js';

/** Coordination protocol 2, in force since era P3: the grid on which rounds are numbered (rule: round blocks, docs/methodology.md). */
export const PROTOCOL_2: Coordination = {
  protocol: 2,
  roundBlocks: 720,
  activationDelay: 600,
  commitFinality: 20,
  joinWindow: 180,
};

/** Protocol 2 before era P11, whose commit is the first that shows a join window of 180 blocks. */
export const PROTOCOL_2_EARLY: Coordination = { ...PROTOCOL_2, joinWindow: null };

/** Coordination protocol 1, of eras P1 and P2 (rule: round blocks, docs/methodology.md). */
export const PROTOCOL_1: Coordination = {
  protocol: 1,
  roundBlocks: 360,
  activationDelay: 120,
  commitFinality: 20,
  joinWindow: 20,
};

/** Round that a block lies in. */
export const roundIdAt = (block: BlockNumber, grid: Coordination = PROTOCOL_2): RoundId =>
  Math.floor(block / grid.roundBlocks);

/** Seed, cutoff, activation and next seed block of a round. */
export function roundBlocks(roundId: RoundId, grid: Coordination = PROTOCOL_2): RoundBlocks {
  const seedBlock = roundId * grid.roundBlocks;
  return {
    roundId,
    seedBlock,
    cutoffBlock: Math.max(0, seedBlock - grid.commitFinality),
    activationBlock: seedBlock + grid.activationDelay,
    nextSeedBlock: seedBlock + grid.roundBlocks,
  };
}

/** First block at which the NEXT round's result may be set: the end (exclusive) of a round's weight window. */
export const windowEnd = (round: RoundBlocks): BlockNumber =>
  round.nextSeedBlock + (round.activationBlock - round.seedBlock);

/** True while a validator that arrives at this block may still join the round that it lies in; null = not known. */
export const inJoinWindow = (block: BlockNumber, grid: Coordination = PROTOCOL_2): boolean | null =>
  grid.joinWindow === null ? null : block - roundIdAt(block, grid) * grid.roundBlocks < grid.joinWindow;

/** First round that can evaluate a commitment revealed at this block: the cutoff must not lie before it. */
export const firstEligibleRound = (committedAt: BlockNumber, grid: Coordination = PROTOCOL_2): RoundId =>
  Math.max(0, Math.ceil((committedAt + grid.commitFinality) / grid.roundBlocks));
