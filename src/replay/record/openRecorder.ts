import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type ArchiveOptions, endpointHosts, openArchive } from '../../chain/archive/openArchive.js';
import { openChainCache } from '../../chain/record/cache/openChainCache.js';
import { planRange, type RangePlan } from '../../chain/record/planRange.js';
import { type BlockInput, type RecordedState, recordBlock } from '../../chain/record/recordBlock.js';
import {
  type RangeInput,
  type RecordedRange,
  type RecordProgress,
  recordRange,
} from '../../chain/record/recordRange.js';
import type { Archive } from '../../domain/archive.js';
import type { BlockNumber } from '../../domain/block.js';
import type { Network } from '../../domain/networks.js';

/** Which archive nodes are read, and what was read of them before. */
export interface RecorderOptions {
  readonly endpoints: readonly string[];
  readonly network: Network;
  readonly netuid: number;
  readonly proofs: 'auto' | 'none';
  readonly cacheDir: string;
  /** Makes no folder and keeps nothing: for a plan. */
  readonly planOnly?: boolean;
  readonly signal: AbortSignal;
  /** How patient the archive is asked; for tests. */
  readonly archive?: Partial<ArchiveOptions>;
}

/** Reads of one chain that go through the cache; a connection is opened when something is missing there. */
export interface ChainRecorder {
  plan(rounds: readonly number[]): RangePlan;
  range(rounds: readonly number[], onProgress: (progress: RecordProgress) => void): Promise<RecordedRange>;
  block(block: BlockNumber): Promise<RecordedState>;
  /** Calls by JSON-RPC method so far. */
  calls(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

/** @throws AddressRefusedError for an endpoint that is not opened; IoError for the cache */
export async function openRecorder(options: RecorderOptions): Promise<ChainRecorder> {
  const { network, netuid, proofs, signal } = options;
  const endpoints = endpointHosts(options.endpoints, options.archive?.voices);
  const cacheDir = join(options.cacheDir, 'chain', network.genesisHash.slice(2, 18));
  const cache = await openChainCache(options.planOnly === true && !existsSync(cacheDir) ? null : cacheDir);
  let opened: Promise<Archive> | null = null;
  let archive: Archive | null = null;
  const open = async (): Promise<Archive> => {
    opened ??= openArchive(options.endpoints, {
      ...options.archive,
      expectedGenesis: network.genesisHash,
      signal,
    });
    archive = await opened;
    return archive;
  };
  const source = { openArchive: open, cache, endpoints, proofs, signal, netuid };
  const spanOf = (rounds: readonly number[]) => ({
    fromRound: rounds[0] as number,
    toRound: rounds.at(-1) as number,
  });
  return {
    plan: (rounds) => planRange({ ...source, ...spanOf(rounds) }),
    range: (rounds, onProgress) => {
      const input: RangeInput = { ...source, ...spanOf(rounds), onProgress };
      return recordRange(input);
    },
    block: (block) => {
      const input: BlockInput = { ...source, block };
      return recordBlock(input);
    },
    calls: () => archive?.calls() ?? {},
    close: async () => {
      // An opening that failed has closed what it opened.
      await (await opened?.catch(() => null))?.close();
    },
  };
}
