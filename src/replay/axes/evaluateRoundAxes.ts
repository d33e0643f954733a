import { type Absent, isAbsent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { Uid } from '../../domain/identity.js';
import type { AxisEntry, JournalRecord, ProbeEntry } from '../../domain/journal.js';
import type { HeldPart } from '../../domain/referenceCheck.js';
import type { Contender } from '../../domain/round.js';
import type { TeacherRefs } from '../../domain/teacherRefs.js';
import { UsageError } from '../../errors/input.js';
import { ungraded } from '../../evaluate/axes/axisRecord.js';
import { afterGrace } from '../afterGrace.js';
import { type AxesTools, stopIfAsked, type Tools } from '../tools.js';
import { askedDecoder } from './askedDecoder.js';
import { requestsOf } from './axisWords.js';
import { NEEDS_SANDBOX } from './benchItems.js';
import { type AxesInput, type EvaluatedAxes, evaluateAxes } from './evaluateAxes.js';
import type { ContenderNorms } from './finetuneProbe.js';
import { holdGrades, holdQuestions, partsOfMode } from './holdGrades.js';
import { liveAxes } from './liveAxes.js';
import { ownWords } from './ownWords.js';
import { probePartsOf, probeSteps } from './probeEntries.js';
import type { RoundWords } from './RoundWords.js';
import type { ChatFiles } from './readChatFiles.js';
import type { RoundCounts } from './roundCounts.js';
import { type RoundTeacher, roundTeacher } from './roundTeacher.js';
import { saidIn } from './saidIn.js';
import { sandboxOnce } from './sandboxOnce.js';

/** Who is asked, and what. */
export interface RoundAxesInput {
  readonly roundId: number;
  /** Number of the seed block: it draws the items. */
  readonly seedBlock: number;
  readonly asked: RoundCounts;
  /** Default: words of our own. */
  readonly words?: RoundWords;
  readonly chat: ChatFiles | Absent;
  /** Absent where the teacher cannot be asked here. */
  readonly teacher: ModelFiles | Absent;
  readonly kingUid: Uid | null;
  /** Axes that are left out. */
  readonly skip?: readonly string[];
  readonly contenders: readonly { readonly contender: Contender; readonly files: ModelFiles }[];
  /** Passes of the duel, after which those of the axes are counted: the teacher's, then one a contender. */
  readonly passes: number;
}

/** What the axes of a round gave, in the order of asking. */
export interface RoundAxes {
  readonly mode: AxesTools['mode'];
  readonly asked: RoundCounts;
  readonly entries: readonly AxisEntry[];
  readonly probes: readonly ProbeEntry[];
  /** What the teacher itself said; null when it was not asked. */
  readonly refs: TeacherRefs | null;
  readonly words: RoundWords;
  /** What was held against the evaluator whose words were asked; none for our own. */
  readonly held: readonly HeldPart[];
  /** Norm layers of each contender; absent where they were not read. */
  readonly norms?: readonly ContenderNorms[];
  /** Why nothing was asked; null when something was. */
  readonly missing: Absent | null;
}

/** An axis or a probe that a contender is still to be asked. */
interface Left {
  readonly axis: string;
  readonly items: number;
}

/** One round in work. */
interface Asking {
  readonly input: RoundAxesInput;
  readonly chat: ChatFiles;
  readonly words: RoundWords;
  readonly task: AxesInput;
  readonly live: readonly Left[];
  readonly meter: { done: number; readonly total: number };
  readonly axes: AxesTools;
  readonly tools: Tools;
  readonly signal: AbortSignal;
}

/**
 * Asks every contender of a round the items of every live axis, one contender at a time beside the teacher, and journals each
 * axis when it is graded. In the words of an evaluator its grades are held against ours after each contender. What the
 * journal holds is not asked again, and what it holds in other words is not taken.
 *
 * @throws InterruptedError when a stop was asked for, after the running item or in the midst of a long one; EngineError,
 *   EvaluatorError
 */
export async function evaluateRoundAxes(
  input: RoundAxesInput,
  axes: AxesTools,
  tools: Tools,
): Promise<RoundAxes> {
  const { roundId, seedBlock, asked, chat, contenders } = input;
  const { mode } = axes;
  const { counts } = asked;
  const block = BigInt(seedBlock);
  const words = input.words ?? ownWords(block, counts);
  const { questions } = words;
  const found = () => foundIn(roundId, mode, words, tools);
  const all = (missing: Absent | null): RoundAxes => ({ mode, asked, words, ...found(), missing });
  if (isAbsent(chat)) return all(chat);
  holdQuestions(words, roundId, mode, tools);
  const probes = probeSteps(questions.prompts);
  const live: readonly Left[] = [...liveAxes(counts), ...(isAbsent(input.teacher) ? [] : probes)].filter(
    ({ axis }) => !input.skip?.includes(axis),
  );
  const each = sumOf(live);
  const said = isAbsent(input.teacher)
    ? 0
    : counts.capability_fixed + counts.capability_drawn + (probes[0]?.items ?? 0);
  const late = afterGrace(tools.signal);
  const asking: Asking = {
    ...{ input, chat, words, live, axes, tools, signal: late.signal },
    task: { block, counts, only: [], questions, sandbox: sandboxOnce(axes.path) },
    meter: { done: 0, total: said + each * contenders.length },
  };
  const leftOf = (uid: Uid): Left[] => live.filter(({ axis }) => !holds(found(), uid, axis));
  let teacher: RoundTeacher | null = null;
  try {
    if (contenders.some(({ contender }) => leftOf(contender.uid).length > 0))
      teacher = await teacherOf(asking);
    const { refs } = found();
    const own = refs === null || isAbsent(refs.capability) ? [] : [refs.capability];
    await holdGrades('teacher', own, words, { roundId, mode, tools });
    for (const [index, { contender }] of contenders.entries()) {
      const { uid } = contender;
      const left = leftOf(uid);
      asking.meter.done = said + (index + 1) * each - sumOf(left);
      if (left.length > 0 && teacher !== null) await askContender(asking, index, left, teacher);
      const records = found().entries.filter((one) => one.uid === uid);
      await holdGrades(
        uid,
        records.map(({ record }) => record),
        words,
        { roundId, mode, tools },
      );
    }
  } catch (error) {
    // A request that was given up because of a signal is no trouble of its own.
    stopIfAsked(tools);
    throw error;
  } finally {
    late.end();
    await teacher?.release();
  }
  return all(null);
}

const sumOf = (list: readonly Left[]): number => list.reduce((sum, { items }) => sum + items, 0);

const isA =
  <T extends JournalRecord['type']>(type: T) =>
  (record: JournalRecord): record is Extract<JournalRecord, { type: T }> =>
    record.type === type;

function foundIn(
  roundId: number,
  mode: string,
  words: RoundWords,
  { journal }: Tools,
): Pick<RoundAxes, 'entries' | 'probes' | 'refs' | 'held'> {
  const records = journal.recordsOf(roundId);
  const isOurs = (axis: string, one: AxisEntry | ProbeEntry): boolean =>
    one.mode === mode && one.wording === wordingOf(axis, words);
  return {
    entries: records.filter(isA('axis')).filter((one) => isOurs(one.record.axis, one)),
    probes: records.filter(isA('probe')).filter((one) => isOurs(one.axis, one)),
    refs: saidIn(records, words.questions.wording),
    held: partsOfMode(words, records.filter(isA('reference')), mode),
  };
}

const wordingOf = (axis: string, { reference }: RoundWords): AxisEntry['wording'] =>
  reference === null ? 'own' : requestsOf(axis, reference.ownWords);

const holds = ({ entries, probes }: Pick<RoundAxes, 'entries' | 'probes'>, uid: Uid, axis: string): boolean =>
  entries.some((entry) => entry.uid === uid && entry.record.axis === axis) ||
  probes.some((entry) => entry.uid === uid && entry.axis === axis);

const teacherOf = ({ input, chat, task, meter, axes, tools, signal }: Asking): Promise<RoundTeacher> => {
  const { roundId, asked, passes } = input;
  const onItem = (): void => {
    meter.done += 1;
    tools.onEvent({
      ...{ type: 'progress', roundId, stage: 'axes', ...meter, fresh: 1 },
      ...{ label: 'teacher', pass: passes },
    });
    stopIfAsked(tools);
  };
  return roundTeacher(input.teacher, { roundId, task, chat, asked, axes, tools, signal, onItem });
};

/** Opens one model and asks what it was not asked yet. */
async function askContender(
  asking: Asking,
  index: number,
  left: readonly Left[],
  teacher: RoundTeacher,
): Promise<void> {
  const { input, chat, words, axes, tools, meter, signal } = asking;
  const { contender, files } = input.contenders[index] as RoundAxesInput['contenders'][number];
  const { roundId, asked } = input;
  const { mode } = axes;
  const { uid } = contender;
  stopIfAsked(tools);
  const model = await axes.load(files);
  try {
    const decoder = askedDecoder(model, chat, mode, asked.maxTokens, signal, axes.batch);
    for (const { axis, items } of left) {
      const before = meter.done;
      const onItem = (done: number): void => {
        meter.done = before + done;
        const label = `${uid === input.kingUid ? 'king' : 'challenger'} u${uid} ${axis}`;
        tools.onEvent({
          ...{ type: 'progress', roundId, stage: 'axes', ...meter, fresh: 1, label },
          pass: input.passes + 1 + index,
        });
        stopIfAsked(tools);
      };
      const parts = probePartsOf(axis);
      const side = parts.length === 0 ? null : teacher;
      const found = await evaluateAxes({ ...asking.task, only: [axis] }, decoder, side, onItem).catch(
        unasked,
      );
      // An axis that is not graded here makes no items.
      meter.done = before + items;
      const head = { roundId, uid, mode, wording: wordingOf(axis, words) };
      if (parts.length === 0) tools.journal.append({ type: 'axis', ...head, ...recordOf(axis, found) });
      else tools.journal.append({ type: 'probe', ...head, axis, probes: partsOf(parts, found) });
      stopIfAsked(tools);
    }
  } finally {
    await model.release();
  }
}

/** An item that does not fit the model is nothing that this machine or the evaluator did. */
function unasked(error: unknown): Absent {
  if (!(error instanceof UsageError)) throw error;
  return { absent: 'unknown', why: `An item cannot be asked: ${error.message}.` };
}

function recordOf(axis: string, found: EvaluatedAxes | Absent): Pick<AxisEntry, 'record' | 'sandboxed'> {
  const record = isAbsent(found) ? ungraded(axis, found) : found.records[0];
  if (record === undefined) throw new RangeError(`${axis} gave no record`);
  return { record, sandboxed: record.n > 0 && NEEDS_SANDBOX.some((one) => one === axis) };
}

const partsOf = (parts: readonly string[], found: EvaluatedAxes | Absent): ProbeEntry['probes'] =>
  Object.fromEntries(
    parts.map((part) => [part, isAbsent(found) ? found : found.probes[part as keyof typeof found.probes]]),
  );
