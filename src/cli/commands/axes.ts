import { resolve } from 'node:path';
import { type Absent, isAbsent } from '../../domain/absent.js';
import type { Decoder } from '../../domain/decoder.js';
import type { ModelFiles, Provider } from '../../domain/engine.js';
import { printable } from '../../domain/printable.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { UsageError } from '../../errors/input.js';
import { chatDecoder } from '../../model/decode/chatDecoder.js';
import type { DecodeMode } from '../../model/decode/DecodeRequest.js';
import { ITEM_COUNTS } from '../../reconstruct/items/itemCounts.js';
import { askTeacher } from '../../replay/axes/askTeacher.js';
import { axisValuesOf } from '../../replay/axes/axisValuesOf.js';
import { blankRecords } from '../../replay/axes/blankRecords.js';
import { checkGrades } from '../../replay/axes/checkGrades.js';
import { ASKED_AXES, type AxesInput, evaluateAxes } from '../../replay/axes/evaluateAxes.js';
import { mustAgree } from '../../replay/axes/mustAgree.js';
import { type EvaluatorOptions, openEvaluator } from '../../replay/axes/openEvaluator.js';
import { rawResultOf } from '../../replay/axes/rawResultOf.js';
import { readChatFiles } from '../../replay/axes/readChatFiles.js';
import { readTeacherRefs } from '../../replay/axes/readTeacherRefs.js';
import { referenceQuestions } from '../../replay/axes/referenceQuestions.js';
import { sandboxOnce } from '../../replay/axes/sandboxOnce.js';
import { absentTeacher, type TeacherSide } from '../../replay/axes/TeacherSide.js';
import { readJsonFile } from '../../replay/readJsonFile.js';
import type { Command, CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { StatusLine } from '../statusLine.js';
import { axesTable } from './axesTable.js';
import { findModelFiles } from './findModelFiles.js';
import { teacherModel } from './teacherModel.js';
import { DEFAULT_THREADS, withEngine } from './withEngine.js';

/** Options of `recrown axes`. */
interface AxesOptions extends EvaluatorOptions {
  readonly model: string;
  /** Folder with the teacher's tokenizer, chat template and, for the axes that need it, model; without it those files are the model's. */
  readonly teacher?: string;
  /** File with what the teacher said in an earlier run. */
  readonly teacherAnswers?: string;
  readonly seed: bigint;
  readonly counts: keyof typeof ITEM_COUNTS;
  readonly mode: DecodeMode;
  /** Axes; empty for all. */
  readonly only: readonly string[];
  /** Runs the think probe. */
  readonly think?: boolean;
  /** Bound on the tokens that an on-policy continuation can draw. */
  readonly rolloutTopK?: number;
  /** Answers that are decoded together, at most. */
  readonly batch?: number;
  readonly threads?: number;
  readonly provider?: Provider;
}

const MOST_BYTES = 64 << 20;

/**
 * Asks one checkpoint every item of the axes beside the duel and prints values and raw parts, with each item in JSON; with an
 * evaluator in its words, and every grade is held against its own. Exit code 70 when one differs.
 */
export const axes: Command<[AxesOptions]> = async (context, options) => {
  const {
    seed,
    counts,
    mode,
    only,
    think = false,
    batch = 1,
    threads = DEFAULT_THREADS,
    provider = 'cpu',
  } = options;
  mustBeKnown(only);
  const folder = resolve(context.cwd, options.model);
  const files = await findModelFiles(folder);
  const teacherFiles = await teacherModel(context.cwd, options.teacher, only);
  const chat = await readChatFiles(
    options.teacher === undefined ? folder : resolve(context.cwd, options.teacher),
  );
  const reference = await openEvaluator(options, context.cwd, process.env.PATH ?? '');
  const asked = reference && (await referenceQuestions(reference, seed, ITEM_COUNTS[counts]));
  if (asked !== null) mustAgree(asked);
  const input: AxesInput = {
    ...{ block: seed, counts: ITEM_COUNTS[counts], only, think },
    sandbox: sandboxOnce(process.env.PATH ?? ''),
    ...(options.rolloutTopK !== undefined && { rolloutTopK: options.rolloutTopK }),
    ...(asked !== null && { questions: asked.questions }),
  };
  // A grader that cannot be run shows now, not after the model's hours.
  if (reference && asked) await checkGrades(reference, asked, input, blankRecords(asked.questions));
  const kept = keptAnswers(context, options.teacherAnswers);
  const status = new StatusLine(context);
  const told = (done: number, total: number, axis: string) =>
    status.show(`${axis}: ${done} of ${total} answers`, { done, total });
  try {
    return await withEngine(context, { threads, provider, batch }, async (engine) => {
      const decoderOf = async (of: ModelFiles, how: DecodeMode) => {
        const model = await engine.load(of, 'contrib');
        return chatDecoder({
          ...chat,
          mode: how,
          decode: (request) => model.decode(request),
          ...(how !== 'recompute-full' && { atOnce: batch }),
          score: model.score,
        });
      };
      const side = await teacherSide(teacherFiles, kept, decoderOf, (decoder) =>
        askTeacher(input, decoder, (done, total) => told(done, total, 'teacher')),
      );
      const decoder = await decoderOf(files, mode);
      const evaluated = await evaluateAxes(input, decoder, side, told);
      const values = axisValuesOf(evaluated, null);
      const { records, probes, unconfined, notReplayed, wording } = evaluated;
      const check = reference && asked && (await checkGrades(reference, asked, input, records));
      status.clear();
      context.out(
        context.options.json
          ? jsonLine({
              ...{ schema: 1, seed: String(seed), counts, mode, wording },
              ...{ sandbox: unconfined?.why ?? 'bubblewrap', reference: check },
              ...{ axes: records, probes, raw: rawResultOf(evaluated), values, notReplayed },
              ...{ teacher: side.refs, fingerprint: engine.fingerprint },
            })
          : axesTable(evaluated, values, mode, engine.fingerprint, check),
      );
      return check === null || check.agrees ? EXIT.ok : EXIT.internal;
    });
  } finally {
    status.clear();
  }
};

function mustBeKnown(only: readonly string[]): void {
  const unknown = only.find((axis) => !ASKED_AXES.includes(axis));
  if (unknown === undefined) return;
  throw new UsageError({
    what: `${printable(unknown, 60)} is no axis that a model is asked`,
    why: `known are ${ASKED_AXES.join(', ')}`,
    remedy: 'Give one of them with --axis, or leave it out for all.',
  });
}

/** The teacher with what it said: kept from earlier, or asked now. */
async function teacherSide(
  files: ModelFiles | Absent,
  kept: TeacherRefs | null,
  decoderOf: (files: ModelFiles, mode: DecodeMode) => Promise<Decoder>,
  ask: (decoder: Decoder) => Promise<TeacherRefs>,
): Promise<TeacherSide> {
  if (isAbsent(files)) {
    const nobody = absentTeacher(files);
    return kept === null ? nobody : { ...nobody, refs: kept };
  }
  const decoder = await decoderOf(files, 'cached');
  return { refs: kept ?? (await ask(decoder)), decoder };
}

/** What the teacher said, from a file that holds it alone or a document of this command. */
function keptAnswers({ cwd }: CommandContext, file: string | undefined): TeacherRefs | null {
  if (file === undefined) return null;
  const path = resolve(cwd, file);
  const refused = (why: string, cause?: unknown) =>
    new UsageError({
      what: `${path} does not hold what a teacher said`,
      why: printable(why, 300),
      remedy: 'Give the JSON document of an earlier recrown axes --json with a teacher.',
      facts: { path },
      cause,
    });
  const found = readJsonFile(path, MOST_BYTES, refused);
  const inner = typeof found === 'object' && found !== null && 'teacher' in found ? found.teacher : found;
  return readTeacherRefs(inner, refused);
}
