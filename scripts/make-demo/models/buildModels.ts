import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Engine, LoadedModel } from '../../../src/domain/engine.js';
import { writeSafetensors } from '../../../src/model/safetensors/writeSafetensors.js';
import { isSound } from '../actors.js';
import type { Plan } from '../plan.js';
import type { Progress } from '../progress.js';
import type { Seeded } from '../seeded.js';
import { spread } from '../spread.js';
import { type Checkpoint, drawTeacher, withHead, withNoise } from './checkpoint.js';
import { configText, DEMO_PINS, VOCABULARY } from './demoConfig.js';
import { fitRows, fitTexts } from './fitTexts.js';
import { ridgeHead } from './ridgeHead.js';

/** Spread of the weights that all students share but the teacher has not, and of each student's own. */
const SHARED_NOISE = 0.14;
const OWN_NOISE = 0.02;
const LAMBDA = 2;

/** A model's two files on disk. */
export interface ModelOnDisk {
  readonly configPath: string;
  readonly weightPath: string;
}

export interface BuiltModels {
  readonly teacher: ModelOnDisk;
  /** By miner; only those that need one. */
  readonly students: ReadonlyMap<string, ModelOnDisk>;
}

/**
 * Draws the teacher and fits one student per sound miner: the teacher's body moved a little, and a head fitted to the
 * teacher's logits by ridge regression on as many rows as the plan says. More rows, lower KL.
 */
export async function buildModels(
  plan: Plan,
  seeded: Seeded,
  engines: readonly Engine[],
  dir: string,
  progress: Progress,
): Promise<BuiltModels> {
  const drawn = drawTeacher(seeded.fork('teacher'));
  const teacher = await save(join(dir, 'teacher'), drawn);
  const base = withNoise(drawn, SHARED_NOISE, seeded.fork('students'));
  const miners = plan.miners.filter(isSound);
  const most = Math.max(...miners.map((miner) => miner.fitRows ?? 0));
  const texts = fitTexts(most, seeded);
  const [first] = engines as [Engine, ...Engine[]];
  const loaded = await load(first, teacher);
  const logits = await fitRows(loaded, texts, most, 'logits');
  await loaded.release();
  const fitted = await spread(engines, miners, async (engine, miner) => {
    const rows = miner.fitRows ?? 0;
    const body = withNoise(base, OWN_NOISE, seeded.fork(`student/${miner.name}`));
    const student = await fitStudent(engine, join(dir, miner.name), body, texts, logits, rows);
    progress.step(`model ${miner.name}: head fitted on ${rows} rows`);
    return [miner.name, student] as const;
  });
  return { teacher, students: new Map(fitted) };
}

export const load = (engine: Engine, model: ModelOnDisk): Promise<LoadedModel> =>
  engine.load({ configPath: model.configPath, weightPaths: [model.weightPath] }, 'contrib');

async function save(dir: string, checkpoint: Checkpoint): Promise<ModelOnDisk> {
  await mkdir(dir, { recursive: true });
  const files = { configPath: join(dir, 'config.json'), weightPath: join(dir, 'model.safetensors') };
  await writeFile(files.configPath, configText());
  await writeSafetensors(files.weightPath, checkpoint);
  return files;
}

async function fitStudent(
  engine: Engine,
  dir: string,
  body: Checkpoint,
  texts: readonly (readonly number[])[],
  logits: Float32Array,
  rows: number,
): Promise<ModelOnDisk> {
  const unfitted = await load(engine, await save(`${dir}-unfitted`, body));
  const states = await fitRows(unfitted, texts, rows, 'hidden');
  await unfitted.release();
  const used = logits.subarray(0, rows * VOCABULARY);
  const head = ridgeHead(states, used, Number(DEMO_PINS.d_model), VOCABULARY, LAMBDA);
  return save(dir, withHead(body, head));
}
