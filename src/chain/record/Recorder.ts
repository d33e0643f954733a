import type { BlockNumber } from '../../domain/block.js';
import type { BlockSource, OpenBlock } from './BlockSource.js';
import type { FactReading } from './probesBetween.js';
import { proveValues } from './proveValues.js';
import { pruneProof } from './pruneProof.js';
import { Reading } from './Reading.js';
import { RuntimeVersions } from './RuntimeVersions.js';
import { requiredKeys } from './requiredKeys.js';
import type { SettledValues } from './settleBetween.js';
import { subnetFacts } from './subnetFacts.js';

/** A block that was read, with what its record needs beside the values. */
export interface ReadBlock extends FactReading {
  readonly open: OpenBlock;
}

/** Reads blocks of one subnet: the keys that its readers need, and no others. */
export class Recorder {
  readonly versions: RuntimeVersions;

  constructor(
    readonly source: BlockSource,
    readonly netuid: number,
    /** Called after each block. */
    private readonly onRead: () => void = () => undefined,
  ) {
    this.versions = new RuntimeVersions(source);
  }

  open(block: BlockNumber): Promise<OpenBlock> {
    return this.source.openBlock(block);
  }

  /**
   * Reads one block. Keys that follow from values (a hotkey's commitments) are asked once these are read.
   * @param settled what two full readings around it settle; null for a full reading
   * @param guess keys that are probably needed, asked along with the first ones; what is not needed is not recorded
   */
  async read(open: OpenBlock, settled: SettledValues | null, guess: readonly string[]): Promise<ReadBlock> {
    const book = await this.versions.book(await this.versions.of(open), open);
    const reading = new Reading(open.number, open.hash, this.netuid, book, settled);
    let along = guess;
    for (;;) {
      const missing = requiredKeys(reading).filter((key) => reading.value(key) === undefined);
      if (missing.length === 0) break;
      await this.source.read(open, missing, along);
      // Before the values are used, so that a refuted one leads nowhere.
      await proveValues(this.source, open, missing, along);
      for (const key of missing) reading.storage.set(key, open.cached.values.get(key) ?? null);
      along = [];
    }
    const keys = [...reading.storage.keys()];
    const isProven = await proveValues(this.source, open, keys);
    reading.proof = isProven ? pruneProof(open.cached.proofNodes, open.header.stateRoot, keys) : null;
    const facts = subnetFacts(reading);
    this.onRead();
    return { open, reading, facts };
  }
}
