import { P11 } from '../../src/eras/p11.js';
import { P12 } from '../../src/eras/p12.js';
import { PROTOCOL_2, roundBlocks } from '../../src/eras/roundBlocks.js';
import type { Plan } from './plan.js';

export const RESERVE_UID = P11.policy.reserveUid;
/** Rounds whose seed block lies in era P11. */
export const FIRST_ROUND = Math.ceil(P11.from.block / PROTOCOL_2.roundBlocks);
export const LAST_ROUND = Math.floor((P12.from.block - 1) / PROTOCOL_2.roundBlocks);

/** Subnet epochs fire at these distances from the seed block: tempo 360, two in a round. */
export const TEMPO = 360;
const EPOCH_OFFSET = 100;

export const seedBlockOf = (roundId: number): number => roundBlocks(roundId).seedBlock;
export const cutoffOf = (roundId: number): number => roundBlocks(roundId).cutoffBlock;
export const activationOf = (roundId: number): number => roundBlocks(roundId).activationBlock;

/** First block of the epoch that `block` lies in: its own block when an epoch fires there. */
export const epochStart = (block: number): number => block - ((block - EPOCH_OFFSET) % TEMPO);
/** `SubnetEpochIndex` at a block: counts the epochs that have fired. */
export const epochIndexAt = (block: number): number => (epochStart(block) - EPOCH_OFFSET) / TEMPO;

/** Block at which the crowned UID of a recycled round gets a new hotkey: after its rows became visible. */
export const recycleBlockOf = (roundId: number): number => seedBlockOf(roundId + 1) + 200;

export const roundIds = (plan: Plan): readonly number[] => plan.rounds.map((_, at) => plan.firstRound + at);

/**
 * The blocks whose state is recorded: cutoff, seed, both epochs with the block before each (it still stores the commits
 * that the epoch reveals), the last block of the previous round's window and activation of every round; after the last
 * round the epochs and the end of its window.
 */
export function recordedBlocks(plan: Plan): readonly number[] {
  const blocks = roundIds(plan).flatMap((id) => [
    cutoffOf(id),
    seedBlockOf(id),
    ...epochBlocks(seedBlockOf(id)),
    activationOf(id) - 1,
    activationOf(id),
  ]);
  const after = plan.firstRound + plan.rounds.length;
  const end = epochBlocks(seedBlockOf(after));
  return [...blocks, ...end, activationOf(after) - 1, activationOf(after)];
}

/** Both epochs of a round, each with the block before it. */
const epochBlocks = (seedBlock: number): number[] =>
  [EPOCH_OFFSET, EPOCH_OFFSET + TEMPO].flatMap((offset) => [seedBlock + offset - 1, seedBlock + offset]);

const GENESIS_OF_TIME = Date.UTC(2026, 5, 11, 4, 0, 0);
/** `Aura.SlotDuration` of the runtime, in milliseconds. */
const SLOT_MS = 12_000;

/** Milliseconds since 1970 of a block: 12 s a block from 2026-06-11 04:00:00 UTC at block 8,382,960. */
export const timeOf = (block: number): number => GENESIS_OF_TIME + (block - 8_382_960) * SLOT_MS;

/** Aura slot of a block: that in which its time lies. */
export const slotOf = (block: number): bigint => BigInt(Math.floor(timeOf(block) / SLOT_MS));

export const isoOf = (block: number, seconds = 0): string =>
  new Date(timeOf(block) + seconds * 1000).toISOString().replace('.000Z', 'Z');

/** First drand quicknet round whose pulse is out before a block (genesis 1,692,803,367 s, one pulse in 3 s). */
export const drandRoundBefore = (block: number): number =>
  Math.floor((timeOf(block) / 1000 - 12 - 1_692_803_367) / 3) + 1;
