import type { BlockNumber } from '../domain/block.js';
import type { CommitScheme } from '../domain/chainState.js';

/** First runtime whose epochs are stateful: `SubnetEpochIndex` is stored, and nothing can be computed from the block. */
export const STATEFUL_EPOCHS = 423;
/** Last runtime that reveals in the epoch block alone, and first one that tries in every block of the epoch after it. */
const LAST_REVEAL_AT_EPOCH = 298;
const FIRST_RETRYING = 301;

/** What the arithmetic of epochs needs of a subnet. */
export interface EpochClock {
  readonly netuid: number;
  /** Epochs are `tempo + 1` blocks long; 0 = the subnet never runs one. */
  readonly tempo: number;
}

/**
 * How a runtime reveals timelocked commits. `epoch-block`: in an epoch block, once, before the epoch runs. `next-index`: from the first block of the new index (one after the epoch block) on, in every block of it, until
 * the drand pulse is there. `look-ahead`: from the very block on in which the epoch fires, before it runs, in every
 * block until the next one. `unknown`: runtimes 299 and 300, of which no source was seen.
 */
export type RevealTiming = 'epoch-block' | 'next-index' | 'look-ahead' | 'unknown';

/** The timing of a runtime (rule: commit and reveal, docs/methodology.md). */
export function revealTiming(specVersion: number): RevealTiming {
  if (specVersion >= STATEFUL_EPOCHS) return 'look-ahead';
  if (specVersion >= FIRST_RETRYING) return 'next-index';
  return specVersion <= LAST_REVEAL_AT_EPOCH ? 'epoch-block' : 'unknown';
}

/**
 * Index of a subnet's epoch at a block before stateful epochs: (block + netuid + 1) div (tempo + 1)
 * (rule: commit and reveal, docs/methodology.md). It grows one block AFTER the epoch block. From runtime 423 on read
 * `SubnetEpochIndex` instead: there it grows in the epoch block.
 */
export const epochIndexAt = (block: BlockNumber, { netuid, tempo }: EpochClock): number =>
  Math.floor((block + netuid + 1) / (tempo + 1));

/** True when an epoch fires in a block before stateful epochs: (block + netuid + 1) mod (tempo + 1) = tempo, tempo > 0. */
export const isEpochBlock = (block: BlockNumber, { netuid, tempo }: EpochClock): boolean =>
  tempo > 0 && (block + netuid + 1) % (tempo + 1) === tempo;

/** First block of an epoch index before stateful epochs; the block before it is the epoch block of the index before. */
export const firstBlockOfEpoch = (index: number, { netuid, tempo }: EpochClock): BlockNumber =>
  index * (tempo + 1) - netuid - 1;

/** First epoch block at or after a block before stateful epochs; null for tempo 0. */
export const nextEpochBlock = (block: BlockNumber, clock: EpochClock): BlockNumber | null =>
  clock.tempo > 0 ? firstBlockOfEpoch(epochIndexAt(block, clock) + 1, clock) - 1 : null;

/** Blocks in which a commit can be revealed, both included; after the last one it has expired. */
export interface RevealBlocks {
  readonly first: BlockNumber;
  readonly last: BlockNumber;
}

export interface RevealQuestion extends EpochClock {
  /** Runtime of the blocks around the reveal. */
  readonly specVersion: number;
  readonly scheme: CommitScheme;
  /** Index under which the commit is stored. */
  readonly epoch: number;
  readonly revealPeriodEpochs: number;
}

/** Epoch index in which a commit is revealed; of a timelocked one up to runtime 298 it is not settled. */
export const revealEpochOf = ({
  epoch,
  revealPeriodEpochs,
}: Pick<RevealQuestion, 'epoch' | 'revealPeriodEpochs'>): number => epoch + revealPeriodEpochs;

/**
 * Blocks in which a commit can be revealed. Timelocked commits of runtimes 301 to 422: the blocks of index epoch +
 * period, the first one unless its pulse is late. Commits of scheme `hash` are opened by their validator, in any block
 * of that index (rule: commit and reveal, docs/methodology.md).
 * @returns null when arithmetic does not tell: from runtime 423 on (the first block whose stored `SubnetEpochIndex` is
 * `revealEpochOf`, up to the block before it grows again), for timelocked commits up to runtime 300 (up to 298 they are
 * revealed in an epoch block, but by how many epochs after the commit is not settled), and for tempo 0
 */
export function revealBlocksOf(question: RevealQuestion): RevealBlocks | null {
  const { specVersion, scheme, tempo } = question;
  const timing = revealTiming(specVersion);
  if (timing === 'look-ahead' || tempo === 0) return null;
  if (scheme !== 'hash' && timing !== 'next-index') return null;
  const first = firstBlockOfEpoch(revealEpochOf(question), question);
  return { first, last: first + tempo };
}

/**
 * Epoch indexes under which a commit may be stored and unrevealed in the state of a block, ascending: from the one that
 * is revealed in the current epoch to the current one. An epoch block before stateful epochs may file its own commits
 * under the next index, so that it is among them where `isEpoch` says so.
 */
export const openEpochs = (index: number, revealPeriodEpochs: number, isEpoch = false): readonly number[] =>
  Array.from(
    { length: revealPeriodEpochs + (isEpoch ? 2 : 1) },
    (_, at) => index - revealPeriodEpochs + at,
  ).filter((one) => one >= 0);
