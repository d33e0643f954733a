import type { BlockNumber } from '../../domain/block.js';
import { blockTime } from '../../domain/blockTime.js';
import type { BlockRecord } from '../../domain/snapshot.js';
import type { TrustTier } from '../../domain/trust.js';
import { DamagedError, NotRecordedError } from '../../errors/artifact.js';
import { loadRuntime } from '../codec/registry.js';
import type { Runtime } from '../codec/runtime.js';
import { StateReader } from '../stateReader.js';
import type { StorageFacts } from '../storageFacts.js';
import { BetweenFacts, RecordedFacts } from './recordedFacts.js';
import type { RecordedBlock, RecordedChain } from './snapshot.js';

/** Blocks named in an error beside the one that is not recorded. */
const NEAREST = 6;
/** Records kept open: those between which others are read are asked for again and again. */
const KEPT_RECORDS = 48;

/** What a block itself records. */
interface OpenRecord {
  readonly record: BlockRecord;
  readonly facts: RecordedFacts;
}

/** Opens recorded blocks; the records between which others lie are read once, and so is the metadata of a runtime. */
export class RecordOpener {
  readonly #runtimes = new Map<number, Promise<Runtime>>();
  readonly #records = new Map<BlockNumber, Promise<OpenRecord>>();
  readonly #byNumber: ReadonlyMap<BlockNumber, RecordedBlock>;
  readonly #hashTrust: TrustTier;

  constructor(private readonly chain: RecordedChain) {
    const hosts = new Set((chain.endpoints ?? []).map((host) => host.trim().toLowerCase()));
    this.#byNumber = new Map(chain.blocks.map((block) => [block.number, block]));
    this.#hashTrust = hosts.size >= 2 ? 'T1' : 'T0';
  }

  /**
   * The recorded block of a number.
   * @throws NotRecordedError that lists the nearest recorded blocks
   */
  find(block: BlockNumber): RecordedBlock {
    const found = this.#byNumber.get(block);
    if (found === undefined) throw notRecorded(this.chain, block);
    return found;
  }

  /**
   * Opens the storage of a recorded block with the metadata of its parent's runtime.
   * @throws NotRecordedError, DamagedError, ChainLieError
   */
  async open(block: BlockNumber): Promise<StateReader> {
    const { hash, specVersion } = this.find(block);
    const { record, facts } = await this.#record(block);
    const runtime = await this.#runtime(specVersion);
    const storage = await this.#between(record, facts);
    const time = blockTime(record.header, runtime.slotMs);
    return new StateReader(block, hash, this.chain.netuid, runtime, storage, time);
  }

  #runtime(specVersion: number): Promise<Runtime> {
    const known = this.#runtimes.get(specVersion);
    if (known !== undefined) return known;
    const read = async () => loadRuntime(specVersion, await this.chain.readMetadata(specVersion));
    const runtime = read();
    this.#runtimes.set(specVersion, runtime);
    runtime.catch(() => this.#runtimes.delete(specVersion));
    return runtime;
  }

  async #between(record: BlockRecord, own: StorageFacts): Promise<StorageFacts> {
    if (record.between === undefined) return own;
    const [before, after] = record.between;
    const known = [before, after].every((one) => this.#byNumber.has(one));
    if (!known || !(before <= record.number && record.number <= after))
      throw new DamagedError({
        what: `block ${record.number} is said to lie between two readings that do not enclose it`,
        why: `it names the blocks ${before} and ${after}, ${known ? 'of which one is on its other side' : 'which are not both recorded'}`,
        remedy: 'Record the block again.',
        facts: { block: record.number, before, after },
      });
    const [first, last] = await Promise.all([this.#record(before), this.#record(after)]);
    return new BetweenFacts(own, first.facts, last.facts);
  }

  #record(block: BlockNumber): Promise<OpenRecord> {
    const known = this.#records.get(block);
    if (known !== undefined) return known;
    const [oldest] = this.#records.keys();
    if (this.#records.size >= KEPT_RECORDS && oldest !== undefined) this.#records.delete(oldest);
    const opened = this.#read(block);
    this.#records.set(block, opened);
    // A failure may pass (a file that could not be read), so that it is not remembered.
    opened.catch(() => this.#records.delete(block));
    return opened;
  }

  async #read(block: BlockNumber): Promise<OpenRecord> {
    const record = await this.chain.readBlock(block);
    const proof = (await this.chain.readProof?.(block)) ?? null;
    return { record, facts: new RecordedFacts(record, proof, this.#hashTrust) };
  }
}

function notRecorded({ blocks }: RecordedChain, block: BlockNumber): NotRecordedError {
  const nearest = [...blocks]
    .sort((a, b) => Math.abs(a.number - block) - Math.abs(b.number - block))
    .slice(0, NEAREST)
    .map((one) => one.number)
    .sort((a, b) => a - b);
  return new NotRecordedError({
    what: `block ${block} is not recorded`,
    why:
      nearest.length === 0
        ? 'the snapshot holds no block'
        : `the nearest recorded blocks are ${nearest.join(', ')}`,
    remedy: 'Choose a recorded block, or a snapshot that holds this one.',
    facts: { block, nearest },
  });
}
