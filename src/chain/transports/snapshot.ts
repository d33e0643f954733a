import type { BlockHash, BlockNumber } from '../../domain/block.js';
import type { BlockRecord } from '../../domain/snapshot.js';
import { NotRecordedError } from '../../errors/artifact.js';
import { loadRuntime } from '../codec/registry.js';
import { StateReader } from '../stateReader.js';

/** A block that was recorded, and the runtime of its parent, which decodes it. */
export interface RecordedBlock {
  readonly number: BlockNumber;
  readonly hash: BlockHash;
  readonly specVersion: number;
}

/** Recorded blocks as plain values and two ways to read. */
export interface RecordedChain {
  /** Ascending by number. */
  readonly blocks: readonly RecordedBlock[];
  readonly netuid: number;
  readonly readBlock: (block: BlockNumber) => Promise<BlockRecord>;
  /** SCALE metadata of a runtime. */
  readonly readMetadata: (specVersion: number) => Promise<Uint8Array>;
}

/** Blocks named in an error beside the one that is not recorded. */
const NEAREST = 6;

/**
 * The recorded block of a number.
 * @throws NotRecordedError that lists the nearest recorded blocks
 */
export function findBlock(chain: RecordedChain, block: BlockNumber): RecordedBlock {
  const found = chain.blocks.find((one) => one.number === block);
  if (found !== undefined) return found;
  const nearest = [...chain.blocks]
    .sort((a, b) => Math.abs(a.number - block) - Math.abs(b.number - block))
    .slice(0, NEAREST)
    .map((one) => one.number)
    .sort((a, b) => a - b);
  throw new NotRecordedError({
    what: `block ${block} is not recorded`,
    why:
      nearest.length === 0
        ? 'the snapshot holds no block'
        : `the nearest recorded blocks are ${nearest.join(', ')}`,
    remedy: 'Choose a recorded block, or a snapshot that holds this one.',
    facts: { block, nearest },
  });
}

/**
 * Opens the storage of a recorded block with the metadata of its parent's runtime.
 * @throws NotRecordedError, DamagedError
 */
export async function openBlock(chain: RecordedChain, block: BlockNumber): Promise<StateReader> {
  const { hash, specVersion } = findBlock(chain, block);
  const record = await chain.readBlock(block);
  const runtime = await loadRuntime(specVersion, await chain.readMetadata(specVersion));
  return new StateReader(block, hash, chain.netuid, runtime, new Map(record.storage));
}
