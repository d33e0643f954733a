import { join } from 'node:path';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { createChain } from '../../chain/createChain.js';
import type { RecordedRange } from '../../chain/record/recordRange.js';
import type { Chain, ChainState } from '../../domain/chainState.js';
import type { Network } from '../../domain/networks.js';
import type { SnapshotIndex } from '../../domain/snapshot.js';
import { roundBlocks } from '../../eras/roundBlocks.js';
import { UsageError } from '../../errors/input.js';
import { Budget } from './budget.js';
import { capturedFiles, capturedManifests } from './capturedFiles.js';
import { committedRevisions, keyOf, type NamedRevision } from './committedRevisions.js';
import { fetchShards } from './fetchShards.js';
import { fetchWeights } from './fetchWeights.js';
import type { ChainRecorder } from './openRecorder.js';
import type { RecordPart } from './recordEvents.js';
import type { RecordTools } from './recordTools.js';
import { type ResolvedRevisions, resolveRevisions } from './resolveRevisions.js';
import { buildingDir, type FoundWorld, placeSnapshot, writeWorld } from './writeWorld.js';

/** What is to be recorded, and where the snapshot goes. */
export interface RecordRequest {
  readonly rounds: readonly number[];
  readonly netuid: number;
  readonly network: Network;
  readonly recorder: ChainRecorder;
  readonly parts: ReadonlySet<'manifests' | 'corpus' | 'weights'>;
  /** Folders that a watch filled. */
  readonly captures: readonly string[];
  readonly teacher: NamedRevision | null;
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
 * Records a range of rounds: the chain's states, the files that commitments name, the corpus shards of the seed blocks,
 * what a watch captured, and writes them as one snapshot. Whatever was fetched is kept in the cache when it ends early.
 * @throws the errors of the archive and the hub; UsageError when the folder holds another snapshot
 */
export async function recordWorld(request: RecordRequest, tools: RecordTools): Promise<Snapshot> {
  const part = parts(tools);
  const budget = new Budget(request.maxBytes);
  const chain = await part('chain', () =>
    request.recorder.range(request.rounds, ({ done, total, calls }) =>
      tools.onEvent({
        type: 'progress',
        part: 'chain',
        label: callsText(calls),
        done,
        total,
        unit: 'blocks',
      }),
    ),
  );
  const states = chainOfRange(chain, request.netuid);
  const repositories = await part('manifests', () => findRepositories(request, states, tools));
  const shards = request.parts.has('corpus')
    ? await part('corpus', async () => fetchShards(seeds(request.rounds, states), budget, tools))
    : [];
  const published = await part('captures', () =>
    capturedFiles(request.captures, request.rounds, states, tools),
  );
  const about = aboutOf(request, chain, repositories, tools);
  const world: FoundWorld = { about, chain, repositories, shards, published };
  const building = buildingDir(request.snapshots, request.name);
  const weights = request.parts.has('weights')
    ? await part('weights', async () => {
        const draft = await writeWorld(building, world, tools.hub, new Set());
        return fetchWeights(draft, request.rounds, budget, tools);
      })
    : new Set<string>();
  return part('snapshot', async () => {
    const built = await writeWorld(building, world, tools.hub, weights);
    const named = join(request.snapshots, `${request.name}-${built.index.digest.slice(0, 6)}`);
    const dir = request.out ?? named;
    const placed = await placeSnapshot(built, dir);
    if (placed !== null) return placed;
    throw new UsageError({
      what: `the folder ${dir} holds another snapshot`,
      why: `the new one has the digest ${built.index.digest.slice(0, 12)}`,
      remedy: 'Name another folder with --out, or leave it away. What was fetched is kept.',
    });
  });
}

const callsText = (calls: Readonly<Record<string, number>>): string =>
  `${Object.values(calls).reduce((sum, count) => sum + count, 0)} calls`;

const NAMES: Readonly<Record<RecordPart, string>> = {
  chain: 'states of the chain',
  manifests: 'files that commitments name',
  corpus: 'shards of the corpus',
  captures: 'captures of a watch',
  weights: 'weights of the models',
  snapshot: 'the snapshot',
};

function parts({ signal, onEvent }: RecordTools) {
  return async <T>(part: RecordPart, work: () => Promise<T>): Promise<T> => {
    signal.throwIfAborted();
    onEvent({ type: 'part', part, state: 'started', what: NAMES[part] });
    const value = await work();
    onEvent({ type: 'part', part, state: 'done', what: NAMES[part] });
    return value;
  };
}

/** The recorded blocks as a chain that can be read. */
export function chainOfRange(
  { blocks, runtimes, endpoints }: Pick<RecordedRange, 'blocks' | 'runtimes' | 'endpoints'>,
  netuid: number,
): Chain {
  const byNumber = new Map(blocks.map((block) => [block.number, block]));
  const metadata = new Map(runtimes.map((one) => [one.specVersion, one.metadata]));
  return createChain({
    netuid,
    blocks,
    endpoints,
    readBlock: async (number) => byNumber.get(number) as (typeof blocks)[number],
    readProof: async (number) => byNumber.get(number)?.proof ?? null,
    readMetadata: async (specVersion) => metadata.get(specVersion) as Uint8Array,
  });
}

async function findRepositories(
  { rounds, parts, captures, teacher }: RecordRequest,
  chain: Chain,
  tools: RecordTools,
): Promise<ResolvedRevisions> {
  if (!parts.has('manifests') && !parts.has('weights')) return { manifests: [], unresolved: [] };
  const cutoffs: ChainState[] = [];
  for (const round of rounds) cutoffs.push(await chain.getState(roundBlocks(round).cutoffBlock));
  const named = new Map(committedRevisions(cutoffs).map((one) => [keyOf(one), one]));
  if (teacher !== null) named.set(keyOf(teacher), teacher);
  const found = await resolveRevisions([...named.values()], tools);
  const captured = await capturedManifests(captures);
  const kept = found.unresolved.filter((one) => captured.has(keyOf(one)));
  for (const one of kept)
    tools.onEvent({ type: 'note', text: `${keyOf(one)}: the files are listed as a watch captured them` });
  return {
    manifests: [...found.manifests, ...kept.flatMap((one) => captured.get(keyOf(one)) ?? [])],
    unresolved: found.unresolved.filter((one) => !captured.has(keyOf(one))),
  };
}

const seeds = (rounds: readonly number[], chain: Chain): readonly string[] =>
  rounds.map((round) => chain.getBlockHash(roundBlocks(round).seedBlock));

function aboutOf(
  request: RecordRequest,
  { endpoints }: RecordedRange,
  { manifests }: ResolvedRevisions,
  tools: RecordTools,
): FoundWorld['about'] {
  const { rounds, network, netuid, made, teacher } = request;
  const held = manifests.some((one) => teacher !== null && keyOf(one) === keyOf(teacher));
  if (teacher !== null && !held)
    tools.onEvent({ type: 'note', text: `the teacher ${keyOf(teacher)} was not given by the hub` });
  return {
    name: request.name,
    description:
      made?.description ??
      `Rounds ${rounds[0]} to ${rounds.at(-1)} of subnet ${netuid} on ${network.name}, read from archive nodes and the hub.`,
    synthetic: made !== null,
    profile: made?.profile ?? null,
    recordedBy: `recrown ${RECROWN_VERSION}`,
    recordedAt: tools.now,
    endpoints: [...endpoints].sort(),
    netuid,
    network,
    teacher: held && teacher !== null ? { repo: teacher.repo, revision: teacher.revision } : null,
  };
}
