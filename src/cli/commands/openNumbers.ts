import { resolve } from 'node:path';
import type { Engine, Provider } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import type { TeacherFingerprint, TeacherSource } from '../../domain/teacher.js';
import { UsageError } from '../../errors/input.js';
import { createEngine } from '../../model/engine/createEngine.js';
import { openRecordedEngine } from '../../model/recorded/openRecordedEngine.js';
import { recordingEngine, recordingTeacher } from '../../model/recorded/recordingEngine.js';
import { ScoresWriter } from '../../model/recorded/ScoresWriter.js';
import type { MeasureSpeed } from '../../replay/plan/estimatePlan.js';
import { localTeacher } from '../../replay/teacher/localTeacher.js';
import { localWriter } from '../../replay/teacher/localWriter.js';
import { type NumbersOrigin, numbersOrigin } from '../../replay/teacher/numbersOrigin.js';
import { openServerTeacher } from '../../replay/teacher/openServerTeacher.js';
import { serverWriter } from '../../replay/teacher/serverWriter.js';
import type { TextWriter } from '../../replay/teacher/TextWriter.js';
import type { AxesTools } from '../../replay/tools.js';
import type { NumbersOptions } from '../call.js';
import type { CommandContext } from '../context.js';

/** Where the numbers of one audit come from. */
export interface Numbers {
  readonly engine: Engine;
  readonly teacher: TeacherSource;
  /** The server that gives the teacher's numbers; null when an engine does. */
  readonly server: TeacherFingerprint | null;
  readonly origin: NumbersOrigin;
  /** Null where no model is run. */
  readonly measure: MeasureSpeed | null;
  /** Opens a model that writes; null where numbers are only read. */
  readonly load: AxesTools['load'] | null;
  /** Writes texts anew; null where numbers are only read. */
  readonly writer: TextWriter | null;
  /** Options that a resumed audit needs again. */
  readonly flags: readonly string[];
  close(): Promise<void>;
}

type Options = NumbersOptions & {
  readonly threads: number;
  readonly provider: Provider;
  readonly offline: boolean;
  readonly batch?: number;
};

/** Starts the engine or opens the recorded numbers, reaches the teacher's servers, and keeps what was asked to be kept. */
export async function openNumbers(context: CommandContext, options: Options): Promise<Numbers> {
  const { scores } = options;
  return scores === undefined
    ? computed(context, options)
    : recorded(context, resolve(context.cwd, scores), scores);
}

async function recorded(context: CommandContext, path: string, given: string): Promise<Numbers> {
  const engine = await openRecordedEngine(path);
  const { header, sha256 } = engine;
  context.err(`numbers are recorded ones: ${given}  digest ${sha256.slice(0, 12)}\n`);
  return {
    engine,
    teacher: localTeacher(async () => engine),
    server: null,
    origin: numbersOrigin(header.teacher, { fingerprint: header.fingerprint, sha256 }),
    measure: null,
    load: null,
    writer: null,
    flags: ['--engine', 'recorded', '--scores', given],
    close: () => engine.close(),
  };
}

async function computed(context: CommandContext, options: Options): Promise<Numbers> {
  const { teacherUrl: urls, teacherModel = null, recordScores } = options;
  const key = keyOf(context.env.RECROWN_TEACHER_API_KEY);
  const served =
    urls.length === 0
      ? null
      : await openServerTeacher({ urls, model: teacherModel, key, signal: context.signal });
  if (served !== null)
    context.err(`teacher ${printable(served.fingerprint.model)} on ${served.fingerprint.hosts.join(', ')}\n`);
  const { threads, provider, batch: places = 1 } = options;
  const onAlone = (why: string): void => context.err(`${why}\n`);
  const engine = await createEngine({ threads, provider, places, onAlone });
  const server = served?.fingerprint ?? null;
  const writer = await writerOf(context, recordScores, engine, server).catch(async (error: unknown) => {
    await engine.close();
    throw error;
  });
  const used = writer === null ? engine : recordingEngine(engine, writer);
  const load: AxesTools['load'] = (files) => engine.load(files, 'contrib');
  return {
    engine: used,
    teacher: teacherOf(served, used, writer),
    server,
    origin: numbersOrigin(server, null),
    measure: (model, tokens) => engine.speed(model, tokens),
    load,
    writer: served === null ? localWriter(load) : serverWriter(served),
    flags: [
      ...(options.provider === 'cpu' ? [] : ['--provider', options.provider]),
      ...urls.flatMap((url) => ['--teacher-url', url.replace(/\/v1\/*$/, '')]),
      ...(teacherModel === null ? [] : ['--teacher-model', teacherModel]),
      ...(recordScores === undefined ? [] : ['--record-scores', recordScores]),
    ],
    close: async () => {
      await engine.close();
      await writer?.close();
    },
  };
}

/** @throws UsageError, which does not repeat it, when it cannot stand in a header */
function keyOf(text = ''): string | null {
  if (/^[\x21-\x7e]{0,4096}$/.test(text)) return text === '' ? null : text;
  throw new UsageError({
    what: 'RECROWN_TEACHER_API_KEY holds what no key of a server holds',
    why: 'it has blanks, line breaks or characters outside ASCII',
    remedy: 'Set it to the key alone.',
  });
}

function teacherOf(served: TeacherSource | null, engine: Engine, writer: ScoresWriter | null): TeacherSource {
  if (served === null) return localTeacher(async () => engine);
  return writer === null ? served : recordingTeacher(served, writer);
}

const writerOf = async (
  { cwd }: CommandContext,
  path: string | undefined,
  { fingerprint }: Engine,
  teacher: TeacherFingerprint | null,
): Promise<ScoresWriter | null> =>
  path === undefined
    ? null
    : ScoresWriter.open(resolve(cwd, path), { schema: 1, kind: 'recrown-scores', fingerprint, teacher });
