import { UsageError } from '../../errors/input.js';

/** Parquet shards of the corpus `karpathy/climbmix-400b-shuffle`, numbered from 0. */
const SHARDS = 6542;

/** The text that seeds the draw: the block hash without `0x`, its case and leading zeros kept. */
export function drawSeed(blockHash: string): string {
  const digits = blockHash.startsWith('0x') ? blockHash.slice(2) : blockHash;
  if (/^[0-9a-fA-F]{8,64}$/.test(digits)) return digits;
  throw new UsageError({
    what: 'the block hash is not hexadecimal',
    why: 'a block hash is 64 hexadecimal digits, with or without 0x; at least 8 are needed to choose a shard',
    remedy: 'Give the hash of the seed block as the chain shows it.',
  });
}

/**
 * Number of the corpus shard that a block hash chooses: its first 8 digits modulo the number of shards.
 * Rule: duel prompts, docs/methodology.md.
 * @throws UsageError when the hash is not hexadecimal
 */
export const shardOf = (blockHash: string): number =>
  Number.parseInt(drawSeed(blockHash).slice(0, 8), 16) % SHARDS;
