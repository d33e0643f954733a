import { join } from 'node:path';
import type { KlMode } from '../domain/duel.js';
import type { LoadedModel, ModelFiles, RecurrenceForm } from '../domain/engine.js';
import { linkOf } from '../domain/hashChain.js';
import type { PlanRecord, ScoresRecord, Stage, TeacherRecord } from '../domain/journal.js';
import type { Contender } from '../domain/round.js';
import type { OpenTeacher, TeacherRows } from '../domain/teacher.js';
import { DamagedError } from '../errors/artifact.js';
import { klPromptModes } from '../evaluate/klPrompt.js';
import { TEACHER_SLOTS } from '../model/tokenizer/sparseTeacher.js';
import { afterGrace } from './afterGrace.js';
import { chainPrompt } from './bisect/chainPrompt.js';
import { notRepeated, otherLinks } from './notRepeated.js';
import { distinctSlots } from './teacher/distinctSlots.js';
import { TeacherStore } from './teacherStore.js';
import type { PinnedSequence, PinnedText } from './texts/pinnedText.js';
import { scoredRows } from './texts/pinnedText.js';
import { stopIfAsked, type Tools } from './tools.js';

/** Sequences per journal record: what an interruption can lose. */
const BATCH = 16;
const NO_VALUES = new Float32Array();
const NO_ROWS: TeacherRows = { topIds: new Int32Array(), logProbs: NO_VALUES };

export interface EvaluateInput {
  readonly roundId: number;
  /** Captured texts in the order of capture; the first is the one on which the noise floor is measured. */
  readonly texts: readonly PinnedText[];
  readonly teacher: ModelFiles;
  readonly king: { readonly contender: Contender; readonly files: ModelFiles } | null;
  readonly challengers: readonly { readonly contender: Contender; readonly files: ModelFiles }[];
  /** KL modes of the eras that may have been in force; all come from the same forward passes. */
  readonly modes: readonly KlMode[];
}

/** KL per prompt, unrounded, by capture, contender, recurrence form and KL mode. */
export interface RoundScores {
  /** @returns nats per position by index of the filtered prompt list; null when this pass was not run */
  kl(uid: number, capture: string, form: RecurrenceForm, mode: KlMode): readonly number[] | null;
}

/** One model over one text. */
export type Pass = PlanRecord['passes'][number] & { readonly index: number; readonly files: ModelFiles };

/**
 * Runs the teacher and every contender over every captured text, one pass after another, and journals each batch.
 * What the journal already holds is not computed again.
 * @throws InterruptedError when a stop was asked for, after the running batch or, when that takes long, in the midst of it; EngineError
 */
export async function evaluateRound(input: EvaluateInput, tools: Tools): Promise<RoundScores> {
  const passes = planPasses(input);
  const plan: PlanRecord = {
    type: 'plan',
    roundId: input.roundId,
    prompts: input.texts[0]?.sequences.length ?? 0,
    passes: passes.map(({ files: _, index: __, ...pass }) => ({
      ...pass,
      revision: revisionOf(pass.uid, input, tools),
    })),
  };
  if (!tools.journal.recordsOf(input.roundId).some((record) => record.type === 'plan'))
    tools.journal.append(plan);
  const meter = { done: 0, total: passes.reduce((sum, pass) => sum + pass.prompts, 0) };
  const stores = new Map<string, TeacherStore>();
  try {
    for (const pass of passes) {
      const text = input.texts.find((entry) => entry.capture === pass.capture);
      if (text === undefined) continue;
      if (pass.role === 'teacher')
        stores.set(pass.capture, await teacherPass(input, pass, text, meter, tools));
      else await contenderPass(input, pass, text, stores.get(pass.capture), meter, tools);
    }
  } finally {
    for (const store of stores.values()) store.close();
  }
  return scoresOf(input.roundId, tools);
}

/** What the passes of a round are made from; of a text they tell its number of sequences. */
interface PassInput extends Pick<EvaluateInput, 'teacher' | 'king' | 'challengers'> {
  readonly texts: readonly { readonly capture: string; readonly sequences: readonly unknown[] }[];
}

/** Teacher first, then king, challengers and, on the first text, the control: the king in the other recurrence form. */
export function planPasses({ texts, teacher, king, challengers }: PassInput): Pass[] {
  const all = texts.flatMap((text, index) => {
    const base = { capture: text.capture, prompts: text.sequences.length };
    const passes: Omit<Pass, 'index'>[] = [
      { ...base, uid: null, role: 'teacher', form: 'contrib', files: teacher },
    ];
    if (king !== null)
      passes.push({ ...base, uid: king.contender.uid, role: 'king', form: 'contrib', files: king.files });
    for (const { contender, files } of challengers)
      passes.push({ ...base, uid: contender.uid, role: 'challenger', form: 'contrib', files });
    if (king !== null && index === 0)
      passes.push({ ...base, uid: king.contender.uid, role: 'control', form: 'plain', files: king.files });
    return passes;
  });
  return all.map((pass, index) => ({ ...pass, index }));
}

/** Null where it is not recorded. */
function revisionOf(
  uid: number | null,
  { king, challengers }: EvaluateInput,
  { snapshot }: Tools,
): string | null {
  if (uid === null) return snapshot.index.teacher?.revision ?? null;
  const seated = king === null ? challengers : [king, ...challengers];
  return seated.find((one) => one.contender.uid === uid)?.contender.revision ?? null;
}

async function teacherPass(
  { roundId, modes }: Pick<EvaluateInput, 'roundId' | 'modes'>,
  pass: Pass,
  text: PinnedText,
  meter: Meter,
  tools: Tools,
): Promise<TeacherStore> {
  const store = new TeacherStore(join(tools.journal.workDir, `teacher-${roundId}-${text.capture}.bin`));
  const written = tools.journal
    .recordsOf(roundId)
    .filter(
      (record): record is TeacherRecord => record.type === 'teacher' && record.capture === text.capture,
    );
  store.recover(written);
  // Nobody reads the teacher's numbers when every score of this text is already in the journal.
  if (allScored(roundId, modes, text, tools)) {
    meter.done += text.sequences.length;
    return store;
  }
  const { teacher } = tools;
  const lost = written.find((record) => record.from >= store.length);
  if (lost !== undefined && !teacher.repeats) throw lostNumbers(roundId, lost);
  const model: ModelOfPass<OpenTeacher> = {
    roundId,
    stage: 'teacher',
    open: () => teacher.open(pass.files),
    batch: Math.max(BATCH, 2 * teacher.atOnce),
  };
  await runBatches(pass, text, store.length, meter, tools, model, async (open, batch, from, late) => {
    const requests = batch.map((sequence) => ({ ids: sequence.ids, rows: scoredRows(sequence) }));
    const scored = await open.score(
      requests.filter(({ rows }) => rows.length > 0),
      late,
    );
    const next = scored.values();
    const entries = requests.map(({ rows }) =>
      rows.length === 0 ? NO_ROWS : (next.next().value ?? NO_ROWS),
    );
    const links = requests.map((request, i) =>
      linkOf({ ...request, topK: TEACHER_SLOTS }, entries[i] ?? NO_ROWS),
    );
    const sha256 = store.append(entries);
    const earlier = written.find((record) => record.from === from && record.count === batch.length);
    if (earlier === undefined)
      tools.journal.append({
        type: 'teacher',
        roundId,
        capture: text.capture,
        from,
        count: batch.length,
        sha256,
        links,
        prompts: batch.map(chainPrompt),
      });
    else if (earlier.sha256 !== sha256 || otherLinks(earlier.links, links))
      throw notRepeated("the teacher's numbers", roundId, from, batch.length);
  });
  return store;
}

/** A server does not give the same bits again, and scores may rest on the ones that are gone. */
const lostNumbers = (roundId: number, { from, count }: TeacherRecord): DamagedError =>
  new DamagedError({
    what: `numbers of the teacher server for round ${roundId} are lost`,
    why: `those of prompts ${from} to ${from + count - 1} stand in the journal, and their bytes are not in its work folder`,
    remedy: 'start over with --fresh: a server is not asked for the same numbers again',
  });

async function contenderPass(
  { roundId, modes }: Pick<EvaluateInput, 'roundId' | 'modes'>,
  pass: Pass,
  text: PinnedText,
  store: TeacherStore | undefined,
  meter: Meter,
  tools: Tools,
): Promise<void> {
  const { uid } = pass;
  if (uid === null || store === undefined) return;
  const scores = scoresOf(roundId, tools);
  const held = (mode: KlMode) => scores.kl(uid, text.capture, pass.form, mode)?.length ?? 0;
  // An interruption between the records of one batch leaves the later modes behind.
  const done = Math.min(...modes.map(held));
  const loaded: ModelOfPass<LoadedModel> = {
    roundId,
    stage: 'evaluate',
    open: async () => (await tools.engine()).load(pass.files, pass.form),
    batch: BATCH,
  };
  await runBatches(pass, text, done, meter, tools, loaded, async (model, batch, from, late) => {
    const kl = new Map<KlMode, number[]>(modes.map((mode) => [mode, []]));
    const links: string[] = [];
    const add = (value: (mode: KlMode) => number): void => {
      for (const [mode, list] of kl) list.push(value(mode));
    };
    for (const [offset, sequence] of batch.entries()) {
      const rows = scoredRows(sequence);
      const teacher = store.read(from + offset);
      // A prompt without a scored position counts with KL 0.
      if (rows.length === 0) {
        add(() => 0);
        links.push(linkOf({ ids: sequence.ids, rows }, {}));
        continue;
      }
      const slots = teacher.topIds.length / rows.length;
      const { topIds, restore } = distinctSlots(teacher.topIds, slots);
      const request = { ids: sequence.ids, rows, topIds };
      const result = await model.score(request, late);
      links.push(linkOf(request, result));
      const { logProbs = NO_VALUES } = result;
      const scored = klPromptModes({ teacher: teacher.logProbs, student: restore(logProbs), slots });
      add((mode) => scored[mode].kl);
    }
    const { capture } = text;
    const written = tools.journal
      .recordsOf(roundId)
      .find(
        (record): record is ScoresRecord =>
          record.type === 'scores' &&
          record.uid === uid &&
          record.capture === capture &&
          record.form === pass.form &&
          record.from === from &&
          record.links !== undefined,
      );
    if (otherLinks(written?.links, links))
      throw notRepeated(`the numbers of u${uid}`, roundId, from, batch.length);
    for (const [mode, list] of kl)
      if (held(mode) <= from)
        tools.journal.append({
          type: 'scores',
          roundId,
          uid,
          capture,
          form: pass.form,
          mode,
          from,
          kl: list,
          ...(mode === modes[0] && { links }),
        });
  });
}

interface Meter {
  done: number;
  readonly total: number;
}

/** How the model of a pass is made ready, and how many sequences it is given together. */
interface ModelOfPass<Model> {
  readonly roundId: number;
  readonly stage: Stage;
  readonly open: () => Promise<Model>;
  readonly batch: number;
}

/** Loads the model only when something is left to do, and releases it afterwards. */
async function runBatches<Model extends { release(): Promise<void> }>(
  pass: Pass,
  text: PinnedText,
  done: number,
  meter: Meter,
  tools: Tools,
  { roundId, stage, open, batch: size }: ModelOfPass<Model>,
  work: (model: Model, batch: readonly PinnedSequence[], from: number, late: AbortSignal) => Promise<void>,
): Promise<void> {
  meter.done += done;
  if (done >= text.sequences.length) return;
  stopIfAsked(tools);
  const model = await open();
  const late = afterGrace(tools.signal);
  try {
    for (let from = done; from < text.sequences.length; from += size) {
      const batch = text.sequences.slice(from, from + size);
      await work(model, batch, from, late.signal);
      meter.done += batch.length;
      const label = pass.uid === null ? 'teacher' : `${pass.role} u${pass.uid}`;
      const { index } = pass;
      tools.onEvent({
        type: 'progress',
        roundId,
        stage,
        ...meter,
        fresh: batch.length,
        label,
        pass: index,
      });
      stopIfAsked(tools);
    }
  } catch (error) {
    // A request that was given up because of a signal is no trouble of its own.
    stopIfAsked(tools);
    throw error;
  } finally {
    late.end();
    await model.release();
  }
}

/** True when the journal holds every score of this text that the plan names. */
function allScored(roundId: number, modes: readonly KlMode[], text: PinnedText, tools: Tools): boolean {
  const plan = tools.journal
    .recordsOf(roundId)
    .find((record): record is PlanRecord => record.type === 'plan');
  const scores = scoresOf(roundId, tools);
  return (plan?.passes ?? [])
    .filter((pass) => pass.uid !== null && pass.capture === text.capture)
    .every((pass) =>
      modes.every(
        (mode) => scores.kl(pass.uid ?? -1, pass.capture, pass.form, mode)?.length === pass.prompts,
      ),
    );
}

function scoresOf(roundId: number, tools: Tools): RoundScores {
  const lists = new Map<string, number[]>();
  const key = (uid: number, capture: string, form: string, mode: string): string =>
    `${uid} ${capture} ${form} ${mode}`;
  for (const record of tools.journal.recordsOf(roundId)) {
    if (record.type !== 'scores') continue;
    const id = key(record.uid, record.capture, record.form, record.mode);
    const list = lists.get(id);
    if (list === undefined) lists.set(id, [...record.kl]);
    else list.push(...record.kl);
  }
  return { kl: (uid, capture, form, mode) => lists.get(key(uid, capture, form, mode)) ?? null };
}
