import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readShard } from '../../src/artifacts/corpus/readShard.js';
import type { Snapshot } from '../../src/artifacts/snapshot/snapshot.js';
import { SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import { loadRuntime } from '../../src/chain/codec/registry.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import type { Prompt } from '../../src/domain/round.js';
import { P11 } from '../../src/eras/p11.js';
import { UsageError } from '../../src/errors/input.js';
import type { OnnxEngine } from '../../src/model/engine/createEngine.js';
import { drawPrompts } from '../../src/reconstruct/prompts/drawPrompts.js';
import { shardOf } from '../../src/reconstruct/prompts/shardOf.js';
import { type Reign, reigns } from './actors.js';
import { blockHeaders, type Header } from './chain/blockHeaders.js';
import { blockStorage } from './chain/blockStorage.js';
import { plannedReveals, revealBlocks } from './chain/reveals.js';
import { checkPlayed } from './checkPlayed.js';
import { DEMO_AXES } from './demoAxes.js';
import { measuredText } from './measured.js';
import { buildModels, load } from './models/buildModels.js';
import { DEMO_PINS, VOCABULARY } from './models/demoConfig.js';
import type { Plan, PlannedRound } from './plan.js';
import { playRound } from './playRound.js';
import type { Progress } from './progress.js';
import { evaluation } from './published/evaluation.js';
import { publish } from './published/publish.js';
import { readmeText } from './readme.js';
import { demoRepositories, recordRepositories, TEACHER_REPO } from './repositories.js';
import type { PlayedRound } from './rounds.js';
import { Seeded } from './seeded.js';
import { plannedCommits, plannedRecyclings } from './simulateWeights.js';
import { corpusRows } from './text/corpusRows.js';
import { CHAT_TEMPLATE, demoTokenizer } from './text/demoTokenizer.js';
import { trainingTexts } from './text/trainingTexts.js';
import { writeParquet } from './text/writeParquet.js';
import { recordedBlocks, seedBlockOf } from './timeline.js';
import { plantedTruth } from './truth.js';

/** Dataset whose shards the block hash chooses, and the runtime whose layout the chain has. */
const DATASET = 'karpathy/climbmix-400b-shuffle';
const SPEC_VERSION = 424;

export interface BuildRequest {
  readonly plan: Plan;
  readonly seed: number;
  /** A new or empty folder. */
  readonly out: string;
  /** SCALE metadata of runtime 424. */
  readonly metadataPath: string;
  /** Each is one process; the result does not depend on their number. */
  readonly engines: readonly OnnxEngine[];
  readonly progress: Progress;
}

/**
 * Builds a synthetic snapshot from a checked plan and a seed.
 * @throws UsageError when the models that come out do not bear the planted truth, or the folder is not empty
 */
export async function buildSnapshot(request: BuildRequest): Promise<Snapshot> {
  const work = await mkdtemp(join(tmpdir(), 'recrown-make-demo-'));
  try {
    return await buildIn(work, request);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

async function buildIn(work: string, request: BuildRequest): Promise<Snapshot> {
  const { plan, engines, progress } = request;
  const seeded = new Seeded(request.seed, plan.name);
  const headers = blockHeaders(recordedBlocks(plan), seeded);
  progress.stage('corpus');
  const shards = await writeShards(plan, headers, seeded, work);
  progress.stage('models');
  const texts = trainingTexts(seeded);
  const tokenizer = demoTokenizer(texts);
  const models = await buildModels(plan, seeded, texts, tokenizer, engines[0] as OnnxEngine, work, progress);
  const repositories = await demoRepositories(plan, models, tokenizer, seeded);
  const commitBlocks = revealBlocks(plan, seeded);
  const played: PlayedRound[] = [];
  const teachers = await Promise.all(engines.map((engine) => load(engine, models.teacher)));
  const stage = { plan, engines, models, teachers, commitBlocks, progress, tokenizer };
  for (const [at, reign] of reigns(plan).entries()) {
    progress.stage(`round ${reign.roundId}`);
    const prompts = await promptsOf(reign, headers, shards);
    played.push(await playRound(reign, plan.rounds[at] as PlannedRound, prompts, stage));
  }
  await Promise.all(teachers.map((teacher) => teacher.release()));
  const evaluated = played.map((round) => evaluation(round, seeded));
  const faults = played.flatMap((round, at) => checkPlayed(round, evaluated[at] ?? []));
  if (faults.length > 0) {
    progress.step(measuredText(played, evaluated));
    throw new UsageError({
      what: 'the plan does not come out as planned',
      why: faults.join('; '),
      remedy: 'Change the plan.',
    });
  }
  progress.stage('writing');
  const writer = await SnapshotWriter.create(
    request.out,
    about(plan, request.seed, repositories.teacherRevision, seeded),
  );
  await recordChain(writer, request, seeded, headers, repositories.revisions);
  await recordRepositories(writer, repositories);
  for (const { shard, path } of shards.values())
    await writer.addShard({ dataset: DATASET, shard, path: shardName(shard) }, path);
  const hashOf = (block: number): string => headers.get(block)?.hash ?? '';
  await publish(writer, { plan, seeded, played, evaluated, repositories, commitBlocks, hashOf });
  const truth = plantedTruth(plan, seeded);
  await writer.addDocument('README.md', readmeText({ plan, seed: request.seed, truth, commitBlocks }));
  await writer.addDocument('MEASURED.md', measuredText(played, evaluated));
  await writer.addDocument('planted.json', `${JSON.stringify({ schema: 1, rounds: truth }, null, 1)}\n`);
  return writer.finish();
}

interface ShardFile {
  readonly shard: number;
  readonly path: string;
}

const shardName = (shard: number): string => `shard_${String(shard).padStart(5, '0')}.parquet`;

/** One parquet file for each shard number that a seed block's hash gives. */
async function writeShards(
  plan: Plan,
  headers: ReadonlyMap<number, Header>,
  seeded: Seeded,
  work: string,
): Promise<ReadonlyMap<number, ShardFile>> {
  const shards = new Map<number, ShardFile>();
  for (const { roundId } of reigns(plan)) {
    const shard = shardOf(headers.get(seedBlockOf(roundId))?.hash ?? '');
    if (shards.has(shard)) continue;
    const path = join(work, shardName(shard));
    await writeParquet(path, corpusRows(plan, shard, seeded));
    shards.set(shard, { shard, path });
  }
  return shards;
}

async function promptsOf(
  { roundId }: Reign,
  headers: ReadonlyMap<number, Header>,
  shards: ReadonlyMap<number, ShardFile>,
): Promise<Prompt[]> {
  const block = seedBlockOf(roundId);
  const blockHash = headers.get(block)?.hash ?? '';
  const shard = await readShard(shards.get(shardOf(blockHash))?.path ?? '');
  try {
    return await drawPrompts({ block, blockHash, n: P11.policy.prompts, shard });
  } finally {
    shard.close();
  }
}

function about(plan: Plan, seed: number, teacherRevision: string, seeded: Seeded) {
  const last = plan.firstRound + plan.rounds.length - 1;
  return {
    name: plan.name,
    description:
      `SYNTHETIC: rounds ${plan.firstRound} to ${last} of an invented subnet ${plan.netuid}, made from seed ${seed} ` +
      `and a plan with planted mistakes. No block, hotkey, model or text of it exists anywhere else.`,
    synthetic: true,
    recordedBy: 'recrown make-demo',
    endpoints: [],
    recordedAt: plan.recordedAt,
    netuid: plan.netuid,
    network: {
      name: 'synthetic',
      genesisHash: `0x${Buffer.from(seeded.bytes32('genesis')).toString('hex')}` as const,
    },
    profile: {
      name: 'synthetic-p11',
      eraId: P11.id,
      architecture: DEMO_PINS,
      vocabSize: VOCABULARY,
      minWeightBytes: 400_000,
      maxWeightBytes: 4_000_000,
      chatTemplateSha256: sha256Hex(CHAT_TEMPLATE),
      axes: DEMO_AXES,
    },
    teacher: { repo: TEACHER_REPO, revision: teacherRevision },
  };
}

async function recordChain(
  writer: SnapshotWriter,
  { plan, metadataPath }: BuildRequest,
  seeded: Seeded,
  headers: ReadonlyMap<number, Header>,
  revisions: ReadonlyMap<string, string>,
): Promise<void> {
  const metadata = await readFile(metadataPath);
  await writer.addRuntime(SPEC_VERSION, metadata);
  const runtime = await loadRuntime(SPEC_VERSION, metadata);
  const events = {
    commits: plannedCommits(plan, seeded),
    recyclings: plannedRecyclings(plan),
    reveals: plannedReveals(plan, seeded, revisions),
  };
  for (const header of headers.values()) {
    const storage = blockStorage(runtime, plan, seeded, events, header.number);
    await writer.addBlock({ ...header, storage, specVersion: SPEC_VERSION });
  }
}
