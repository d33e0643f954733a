import { dirname, join } from 'node:path';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import type { RecordedRange } from '../../chain/record/recordRange.js';
import type { Chain } from '../../domain/chainState.js';
import type { Network } from '../../domain/networks.js';
import type { SnapshotIndex } from '../../domain/snapshot.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { announceParts } from './announceParts.js';
import { Budget } from './budget.js';
import { capturedFiles } from './capturedFiles.js';
import { chainOfRange } from './chainOfRange.js';
import type { NamedRevision } from './committedRevisions.js';
import { describeWorld } from './describeWorld.js';
import { fetchShards } from './fetchShards.js';
import { fetchWeights } from './fetchWeights.js';
import { findRepositories } from './findRepositories.js';
import type { ChainRecorder } from './openRecorder.js';
import { buildingDir, checkPlace, clearBuilding, clearLeftovers, placeSnapshot } from './placeSnapshot.js';
import type { RecordTools } from './recordTools.js';
import { type FoundWorld, writeWorld } from './writeWorld.js';

/** What is to be recorded, and where the snapshot goes. */
export interface RecordRequest {
  /** Ascending, at least one. */
  readonly rounds: readonly number[];
  readonly netuid: number;
  readonly network: Network;
  readonly recorder: ChainRecorder;
  /** `weights` needs the manifests and brings them. */
  readonly parts: ReadonlySet<'manifests' | 'corpus' | 'weights'>;
  /** Folders that a watch filled. */
  readonly captures: readonly string[];
  readonly teacher: NamedRevision | null;
  /** Most bytes that are downloaded from the hub. */
  readonly maxBytes: number;
  readonly name: string;
  /** Folder of snapshots. */
  readonly snapshots: string;
  /** Folder of the snapshot; null = one below `snapshots`, named by the digest of its content. */
  readonly out: string | null;
  /** What makes the world a made-up one; null for a real one. */
  readonly made: Pick<SnapshotIndex, 'profile' | 'description'> | null;
}

/**
 * Records the world of a range of rounds as one snapshot: what an audit reads, and nothing that it computes.
 * Whatever was fetched is kept in the cache when it ends early.
 * @throws the errors of the archive, the hub and the captures; UsageError when the folder holds anything else; IoError
 */
export async function recordWorld(request: RecordRequest, tools: RecordTools): Promise<Snapshot> {
  const { rounds, netuid, captures } = request;
  const part = announceParts(tools);
  const wants = (...names: ('manifests' | 'corpus' | 'weights')[]) =>
    names.some((name) => request.parts.has(name));
  const budget = new Budget(request.maxBytes);
  if (request.out !== null) await checkPlace(request.out);
  await clearLeftovers(parentOf(request));

  const recorded = await part('chain', () => recordChain(request, tools));
  const chain = chainOfRange(recorded, netuid);

  const repositories = wants('manifests', 'weights')
    ? await part('manifests', () => findRepositories(request, chain, budget, tools))
    : { manifests: [], unresolved: [] };

  const shards = wants('corpus')
    ? await part('corpus', () => fetchShards(seedHashes(rounds, chain), budget, tools))
    : [];

  const published =
    captures.length === 0 ? [] : await part('captures', () => capturedFiles(captures, rounds, chain, tools));

  const about = describeWorld(request, recorded.endpoints, repositories, tools);
  return inBuilding(request, async (building) => {
    const world: FoundWorld = { about, chain: recorded, repositories, shards, published };
    const weights = wants('weights')
      ? await part('weights', async () => {
          const draft = await writeWorld(building, world, tools.hub, new Set());
          return fetchWeights(draft, rounds, budget, tools);
        })
      : new Set<string>();

    return part('snapshot', async () => {
      const built = await writeWorld(building, world, tools.hub, weights);
      return placeSnapshot(built, placeOf(request, built));
    });
  });
}

const recordChain = ({ recorder, rounds }: RecordRequest, { onEvent }: RecordTools): Promise<RecordedRange> =>
  recorder.range(rounds, ({ done, total, calls }) => {
    const label = `${Object.values(calls).reduce((sum, count) => sum + count, 0)} calls`;
    onEvent({ type: 'progress', part: 'chain', label, done, total, unit: 'blocks' });
  });

const seedHashes = (rounds: readonly number[], chain: Chain): readonly string[] =>
  rounds.map((round) => chain.getBlockHash(roundBlocks(round).seedBlock));

const placeOf = ({ out, snapshots, name }: RecordRequest, { index }: Snapshot): string =>
  out ?? join(snapshots, `${name}-${index.digest.slice(0, 6)}`);

/** The folder in which the snapshot is built and then placed. */
const parentOf = ({ out, snapshots }: Pick<RecordRequest, 'out' | 'snapshots'>): string =>
  out === null ? snapshots : dirname(out);

/** Works in a folder beside the snapshot's place, of which nothing is left afterwards. */
async function inBuilding<T>(request: RecordRequest, work: (building: string) => Promise<T>): Promise<T> {
  const building = buildingDir(parentOf(request), request.name);
  try {
    return await work(building);
  } finally {
    await clearBuilding(building);
  }
}
