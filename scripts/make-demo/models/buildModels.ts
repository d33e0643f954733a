import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { OnnxEngine } from '../../../src/model/engine/createEngine.js';
import { writeSafetensors } from '../../../src/model/safetensors/writeSafetensors.js';
import { isSound } from '../actors.js';
import type { Plan } from '../plan.js';
import type { Progress } from '../progress.js';
import type { Seeded } from '../seeded.js';
import type { DemoTokenizer } from '../text/demoTokenizer.js';
import { type Checkpoint, drawCheckpoint, withNoise, withTensor } from './checkpoint.js';
import { configText, DEMO_PINS, VOCABULARY } from './demoConfig.js';
import { drawTeacher, type Marking, RANK } from './drawTeacher.js';
import { fitIds, fitRows, fitTexts } from './fitTexts.js';
import { followersIn } from './followers.js';
import { learnMarks } from './learnMarks.js';
import { ridgeHead } from './ridgeHead.js';
import { studentTensors } from './studentTensors.js';
import { teacherConfigText } from './teacherConfig.js';
import { TEXT } from './teacherTensors.js';

/** Spread of each student's weights around those that all of them share. */
const OWN_NOISE = 0.02;
/** Rows of text on which the students' head is fitted, and the weight of its size. */
const FIT_ROWS = 3_000;
const LAMBDA = 2;
/** What the first token of a student's reply gains at the end of a question, nats. */
const OPENS = 20;

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
 * Draws the teacher and makes one student per sound miner: a drawn body on the teacher's embedding, and a head fitted to the
 * teacher's logits by ridge regression, with as much noise as the plan says. More noise, higher KL. What a student answers
 * begins with the reply of the plan, or with a mark, as what the teacher answers does.
 * @param texts of the training
 */
export async function buildModels(
  plan: Plan,
  seeded: Seeded,
  texts: readonly string[],
  tokenizer: DemoTokenizer,
  engine: OnnxEngine,
  dir: string,
  progress: Progress,
): Promise<BuiltModels> {
  const { endId, answerId } = tokenizer;
  const followers = followersIn(texts, tokenizer, RANK, seeded);
  const drawWith = (marking: Marking) => drawTeacher(followers, marking, seeded.fork('teacher'));
  const trial = async (marking: Marking) =>
    load(engine, await save(join(dir, 'trial'), teacherConfigText(endId), drawWith(marking)));
  const drawn = drawWith(await learnMarks(trial, tokenizer, followers.marks, texts));
  const teacher = await save(join(dir, 'teacher'), teacherConfigText(endId), drawn);
  progress.step('the teacher');
  const body = withTensor(
    drawCheckpoint(studentTensors(), seeded.fork('students')),
    'model.embed_tokens.weight',
    drawn[`${TEXT}embed_tokens.weight`]?.data as Float32Array,
  );
  const unfitted = await save(join(dir, 'unfitted'), configText(), body);
  const sequences = fitTexts(FIT_ROWS, texts, tokenizer);
  const rowsOf = async (model: ModelOnDisk, what: 'hidden' | 'logits'): Promise<Float32Array> => {
    const loaded = await load(engine, model);
    const rows = await fitRows(loaded, sequences, FIT_ROWS, what);
    await loaded.release();
    return rows;
  };
  const [states, logits] = [await rowsOf(unfitted, 'hidden'), await rowsOf(teacher, 'logits')];
  const { head, error, fit } = ridgeHead(states, logits, Number(DEMO_PINS.d_model), VOCABULARY, LAMBDA);
  const answering = fit(fitIds(sequences, FIT_ROWS).map((id) => (id === answerId ? OPENS : 0)));
  progress.step(`the students' head, fitted on ${FIT_ROWS} rows`);
  const students = new Map<string, ModelOnDisk>();
  for (const { name, noise = 0, reply } of plan.miners.filter(isSound)) {
    const draw = seeded.fork(`student/${name}`);
    const moved = withNoise(body, studentTensors(), OWN_NOISE, draw);
    const headDraw = draw.fork('head');
    const wrong = error(() => headDraw.gauss());
    const noisy = head.map((value, at) => value + noise * (wrong[at] as number));
    const [opening] = reply === undefined ? [] : tokenizer.tokenizer.encode(reply);
    if (opening !== undefined) addTo(noisy, opening, answering);
    const student = withTensor(moved, 'lm_head.weight', noisy);
    students.set(name, await save(join(dir, name), configText(), student));
  }
  return { teacher, students };
}

/** Adds to the row of one token. */
function addTo(head: Float32Array, id: number, more: Float64Array): void {
  for (const [i, value] of more.entries()) {
    const at = id * more.length + i;
    head[at] = (head[at] as number) + value;
  }
}

/** A model in an engine, which can also decode. */
export type DemoModel = Awaited<ReturnType<OnnxEngine['load']>>;

export const load = (engine: OnnxEngine, model: ModelOnDisk): Promise<DemoModel> =>
  engine.load({ configPath: model.configPath, weightPaths: [model.weightPath] }, 'contrib');

async function save(dir: string, config: string, checkpoint: Checkpoint): Promise<ModelOnDisk> {
  await mkdir(dir, { recursive: true });
  const files = { configPath: join(dir, 'config.json'), weightPath: join(dir, 'model.safetensors') };
  await writeFile(files.configPath, config);
  await writeSafetensors(files.weightPath, checkpoint);
  return files;
}
