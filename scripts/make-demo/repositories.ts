import { readFile } from 'node:fs/promises';
import type { RepositoryPart, SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import { sha256Hex } from '../../src/domain/canonical.js';
import { minerNamed } from './actors.js';
import { canaryFiles } from './canary.js';
import type { BuiltModels, ModelOnDisk } from './models/buildModels.js';
import { configText } from './models/demoConfig.js';
import { studentTensors } from './models/studentTensors.js';
import { teacherTensors } from './models/teacherTensors.js';
import { elements, type TensorPlan } from './models/tensorPlan.js';
import type { Plan, PlannedMiner } from './plan.js';
import type { Seeded } from './seeded.js';
import type { DemoTokenizer } from './text/demoTokenizer.js';

/** Repository of the teacher whose text the duels use. */
export const TEACHER_REPO = 'synthetic-teacher/qwen-small';

/** A repository as it will be recorded. */
interface DemoRepository {
  readonly repo: string;
  readonly revision: string;
  readonly isPrivate: boolean;
  readonly parameters: number | null;
  readonly parts: readonly RepositoryPart[];
}

export interface DemoRepositories {
  readonly all: readonly DemoRepository[];
  readonly teacherRevision: string;
  /** Committed revision by miner: of a recorded repository, or a branch. */
  readonly revisions: ReadonlyMap<string, string>;
}

const parametersOf = (plans: readonly TensorPlan[]): number =>
  plans.reduce((sum, { shape }) => sum + elements(shape), 0);
const PARAMETERS = parametersOf(studentTensors());
/** Bytes that the weight files of demo models have about; a listed file that is not held gets such a size. */
const LISTED_WEIGHT_BYTES = 2 * PARAMETERS + 20_000;

/**
 * Stands for a git commit: 40 drawn hex digits. It does not follow from the files, because the last bits of fitted weights may
 * differ between machines and the revision is part of the chain.
 */
const drawRevision = (repo: string, seeded: Seeded): string =>
  Buffer.from(seeded.fork('revisions').bytes32(repo)).toString('hex').slice(0, 40);

/** Every repository of the demo: the teacher's, and one for each miner whose commitment names a pinned revision. */
export async function demoRepositories(
  plan: Plan,
  built: BuiltModels,
  tokenizer: DemoTokenizer,
  seeded: Seeded,
): Promise<DemoRepositories> {
  const make = (
    repo: string,
    parts: readonly RepositoryPart[],
    count: number,
    isPrivate = false,
  ): DemoRepository => {
    const parameters = parts.some((part) => part.path.endsWith('.safetensors')) ? count : null;
    return { repo, revision: drawRevision(repo, seeded), isPrivate, parameters, parts };
  };
  const teacher = make(
    TEACHER_REPO,
    await modelParts(built.teacher, tokenizer),
    parametersOf(teacherTensors()),
  );
  const all = [teacher];
  const revisions = new Map<string, string>();
  for (const miner of plan.miners) {
    if (miner.fault === 'branch') {
      revisions.set(miner.name, 'main');
      continue;
    }
    const made = make(
      miner.repo,
      await partsOf(plan, miner, built, tokenizer, seeded),
      PARAMETERS,
      miner.fault === 'private',
    );
    all.push(made);
    revisions.set(miner.name, made.revision);
  }
  return { all, teacherRevision: teacher.revision, revisions };
}

async function modelParts(model: ModelOnDisk, tokenizer: DemoTokenizer): Promise<RepositoryPart[]> {
  return [
    { path: 'config.json', bytes: await readFile(model.configPath) },
    { path: 'model.safetensors', bytes: await readFile(model.weightPath) },
    ...tokenizerParts(tokenizer),
  ];
}

/** The teacher's tokenizer files, which every miner's repository holds too. */
const tokenizerParts = ({ json, config }: DemoTokenizer): RepositoryPart[] => [
  { path: 'tokenizer.json', bytes: json },
  { path: 'tokenizer_config.json', bytes: config },
];

async function partsOf(
  plan: Plan,
  miner: PlannedMiner,
  built: BuiltModels,
  tokenizer: DemoTokenizer,
  seeded: Seeded,
): Promise<RepositoryPart[]> {
  const source = miner.copyOf === undefined ? miner : minerNamed(plan, miner.copyOf);
  const model = built.students.get(source.name);
  if (model !== undefined) return modelParts(model, tokenizer);
  const weights: RepositoryPart = {
    path: 'model.safetensors',
    size: LISTED_WEIGHT_BYTES,
    sha256: sha256Hex(seeded.fork('listed').bytes32(miner.name)),
  };
  if (miner.fault === 'private') return [];
  const config = configText(miner.fault === 'architecture' ? { d_ff: 160, n_layers: 8 } : {});
  const canaries = miner.fault === 'code' ? canaryFiles() : [];
  return [{ path: 'config.json', bytes: config }, weights, ...tokenizerParts(tokenizer), ...canaries];
}

/** Records every repository; equal files are stored once. */
export async function recordRepositories(
  writer: SnapshotWriter,
  repositories: DemoRepositories,
): Promise<void> {
  for (const { repo, revision, isPrivate, parameters, parts } of repositories.all)
    await writer.addRepository(
      { repo, revision, private: isPrivate, disabled: false, gated: false, safetensorsTotal: parameters },
      parts,
    );
}
