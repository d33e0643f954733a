import { dirname, resolve } from 'node:path';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import type { Provider } from '../../domain/engine.js';
import type { SwitchName } from '../../eras/defectSwitches.js';
import type { EraBoundaries } from '../../eras/erasAt.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { evaluatorIdentity } from '../../replay/axes/evaluatorIdentity.js';
import { evaluatorWords, type WordsOf } from '../../replay/axes/evaluatorWords.js';
import { type EvaluatorOptions, openEvaluator } from '../../replay/axes/openEvaluator.js';
import { createJournal } from '../../replay/journal/createJournal.js';
import { listReplays, replayFolder } from '../../replay/listReplays.js';
import { chainOf, openWorld, type World } from '../../replay/openWorld.js';
import { keepOutline } from '../../replay/plan/planOutline.js';
import { readReplayView } from '../../replay/readReplayView.js';
import { NETUID } from '../../replay/readStoredRound.js';
import { type RangeReplay, replayRange } from '../../replay/replayRange.js';
import { startRecord } from '../../replay/startRecord.js';
import type { AxesTools } from '../../replay/tools.js';
import { updateIndex } from '../../replay/updateIndex.js';
import { auditDocument } from '../../report/auditDocument.js';
import { planText } from '../../report/planText.js';
import { roundText, totalsText } from '../../report/roundText.js';
import { auditFlags } from '../auditFlags.js';
import { announcePlan, planDocument, refuseTooLong } from '../auditPlan.js';
import type { ArchiveOptions, NumbersOptions, WorldOptions } from '../call.js';
import type { CommandContext } from '../context.js';
import { errorText } from '../errorText.js';
import { EXIT, exitCodeOf, type FailOn } from '../exit.js';
import { heldDraws } from '../heldDraws.js';
import { jsonLine } from '../jsonLine.js';
import { createProgress } from '../progress.js';
import { readBoundaries } from '../readBoundaries.js';
import { resumeCommand } from '../resumeCommand.js';
import { roundsIn } from '../roundsIn.js';
import { type TimeLimit, timeLimit } from '../timeLimit.js';
import { checkNumbers } from './checkNumbers.js';
import { type Numbers, openNumbers } from './openNumbers.js';

export interface AuditOptions extends ArchiveOptions, WorldOptions, NumbersOptions, EvaluatorOptions {
  readonly range: string | undefined;
  readonly failOn: readonly FailOn[];
  readonly threads: number;
  readonly provider: Provider;
  readonly fresh: boolean;
  readonly resume?: string;
  /** Never open a connection. */
  readonly offline: boolean;
  /** File with first blocks of eras. */
  readonly eras?: string;
  /** Only say what would be computed. */
  readonly dryRun: boolean;
  /** Seconds after which nothing new is begun. */
  readonly maxTime?: number;
  /** Have the teacher write a text anew where none was captured. */
  readonly freshText: boolean;
  /** Leave out the composite axes. */
  readonly duelOnly: boolean;
  /** Answers that are decoded together, at most. */
  readonly batch?: number;
  /** Defects whose effect is wanted. */
  readonly whatIf?: readonly SwitchName[];
}

/** Judges the crowns of a range of rounds, keeps the replay, and prints one verdict a round. */
export async function audit(context: CommandContext, options: AuditOptions): Promise<number> {
  refuseContradiction(context, options);
  checkNumbers(options);
  const task = taskOf(context, options);
  const limit = timeLimit(options.maxTime, context.signal);
  const replay = await run(context, task, options, limit).finally(limit.clear);
  if (replay === null) return EXIT.ok;
  const { results } = replay;
  if (context.options.json) context.out(jsonLine(auditDocument(replay)));
  else {
    for (const result of results) context.out(roundText(result, context.options.ascii));
    context.out(totalsText(results));
  }
  context.err(`sealed ${replay.path}  digest ${replay.digest.slice(0, 12)}\n`);
  await takeIntoIndex(context);
  return exitCodeOf(results, options.failOn);
}

/** The replay is sealed and complete: trouble with the index is told, and does not hide the verdict's exit code. */
async function takeIntoIndex(context: CommandContext): Promise<void> {
  try {
    const { skipped } = await updateIndex(context.options.replays, NETUID, false);
    for (const error of skipped) context.err(errorText(error));
  } catch (error) {
    if (!(error instanceof AuditError)) throw error;
    context.err(errorText(error));
  }
}

async function run(
  context: CommandContext,
  { rounds, boundaries }: Task,
  options: AuditOptions,
  limit: TimeLimit,
): Promise<RangeReplay | null> {
  const { replays } = context.options;
  const reference = await openEvaluator(options, context.cwd, context.env.PATH ?? '');
  const world = await worldOf(context, rounds, options);
  const { index } = world.snapshot;
  const words = reference === null ? undefined : evaluatorWords(reference);
  if (words !== undefined) await heldDraws(context, words, rounds, index.profile, limit.signal);
  const progress = createProgress(context);
  const numbers = await openNumbers(context, options);
  const { engine } = numbers;
  try {
    const axes = axesOf(context, options, numbers, words);
    const { freshText } = options;
    const { fingerprint } = engine;
    const start = startRecord({
      ...{ index, rounds, fingerprint, boundaries, axes, freshText },
      teacher: numbers.server,
      evaluator: reference === null ? null : evaluatorIdentity(reference.identity),
    });
    refuseOther(start.id, options.resume);
    const plan = await announcePlan(context, {
      ...options,
      world,
      rounds,
      boundaries,
      id: start.id,
      shown: !options.dryRun,
      measure: numbers.measure,
      axes: axes === null ? [] : modesOf(axes),
      words,
      freshText,
      needs: numbers.origin.needs,
    });
    if (options.dryRun && plan !== null) {
      context.out(context.options.json ? jsonLine(planDocument(plan, axes === null)) : planText(plan));
      return null;
    }
    if (plan !== null) {
      refuseTooLong(plan, limit);
      progress.plan(plan);
    }
    const journal = createJournal(replayFolder(replays, index.netuid), start, options.fresh);
    if (plan !== null) keepOutline(journal.workDir, plan);
    context.err(`replay ${start.id}: ${journal.path}\n`);
    if (index.synthetic)
      context.err(`snapshot ${index.name} is SYNTHETIC${profileText(index.profile?.name)}\n`);
    if (journal.resumed)
      context.err(`going on with an interrupted audit: finished work is not computed again\n`);
    if (journal.resumed && options.recordScores !== undefined)
      context.err(`${options.recordScores} holds finished work only where it was given from the start\n`);
    try {
      return await replayRange(rounds, {
        ...world,
        journal,
        boundaries,
        engine: async () => engine,
        teacher: numbers.teacher,
        origin: numbers.origin,
        ...(axes === null ? {} : { axes }),
        ...(freshText && numbers.writer !== null ? { writer: numbers.writer } : {}),
        onEvent: (event) => {
          limit.on(event);
          progress.on(event);
        },
        signal: limit.signal,
        resumeCommand: resumeCommand(
          start.id,
          { ...context.options, snapshot: namedSnapshot(context, world) },
          [...numbers.flags, ...auditFlags(context.cwd, options)],
        ),
      });
    } catch (error) {
      journal.close();
      throw error;
    }
  } finally {
    progress.clear();
    await numbers.close();
  }
}

/** How the axes beside the duel are asked, as deployed; null when the duel alone is run, and where numbers are only read. */
function axesOf(
  { env }: CommandContext,
  { duelOnly, whatIf = [], batch = 1 }: AuditOptions,
  { load }: Numbers,
  words: WordsOf | undefined,
): AxesTools | null {
  if (duelOnly || load === null) return null;
  return {
    ...{ mode: 'memory-only', path: env.PATH ?? '', whatIf, load, batch },
    ...(words === undefined ? {} : { words }),
  };
}

/** Every decoding that is asked. */
const modesOf = ({ mode, whatIf }: AxesTools): AxesTools['mode'][] =>
  whatIf.includes('recompute-full') ? [mode, 'recompute-full'] : [mode];

/** The recorded world; with endpoints it is recorded first, and what was recorded before is not asked for again. */
async function worldOf(
  context: CommandContext,
  rounds: readonly number[],
  options: AuditOptions,
): Promise<World> {
  const { snapshot, snapshots } = context.options;
  if (options.endpoint.length === 0) return openWorld({ cwd: context.cwd, snapshot, snapshots });
  const { recordRounds } = await import('./fetch.js');
  const recorded = await recordRounds(context, { ...options, dryRun: false }, rounds);
  const made = recorded.snapshot as Snapshot;
  context.err(`recorded ${made.dir}  digest ${made.index.digest.slice(0, 12)}\n`);
  return { snapshot: made, chain: chainOf(made) };
}

const namedSnapshot = (context: CommandContext, world: World): string | null =>
  resolve(context.cwd, context.options.snapshots) === dirname(world.snapshot.dir)
    ? world.snapshot.dir
    : context.options.snapshot;

function refuseContradiction({ options: { snapshot } }: CommandContext, options: AuditOptions): void {
  const refuse = (what: string): UsageError =>
    new UsageError({ what, remedy: 'leave one of them away: recorded snapshots need no endpoint' });
  const ofAxes = optionOfAxes(options);
  if (ofAxes !== null && (options.duelOnly || options.scores !== undefined))
    throw new UsageError({
      what: `${ofAxes} needs the axes, which are not computed here`,
      why: options.duelOnly ? '--duel-only leaves them out' : 'recorded numbers are those of the duel alone',
      remedy: 'Leave one of the two options away.',
    });
  if (options.endpoint.length === 0) return;
  if (options.dryRun)
    throw new UsageError({
      what: '--dry-run plans an audit of a recorded snapshot, --endpoint names none',
      remedy:
        'plan the recording with recrown fetch RANGE --endpoint URL --dry-run, record it, then plan the audit',
    });
  if (options.offline) throw refuse('--offline and --endpoint contradict each other');
  if (snapshot !== null) throw refuse('--snapshot and --endpoint name two worlds');
}

/** The first option given that says something of the axes beside the duel. */
function optionOfAxes({ evaluator, whatIf = [], batch = 1 }: AuditOptions): string | null {
  if (evaluator !== undefined) return '--evaluator';
  if (whatIf.length > 0) return '--what-if';
  return batch > 1 ? '--batch' : null;
}

/** An id stands for the inputs of an audit: with others there is nothing that could be gone on with. */
function refuseOther(id: string, resume: string | undefined): void {
  if (resume === undefined || resume === id) return;
  throw new UsageError({
    what: `the interrupted audit ${resume} was begun with other inputs`,
    why: `with this snapshot, program and engine it would be the audit ${id}`,
    remedy: 'name the snapshot that it was begun with, or run the audit with its range to start over',
  });
}

const profileText = (name: string | undefined): string => (name === undefined ? '' : ` (profile ${name})`);

/** What is to be judged, and by which boundaries of eras. */
interface Task {
  readonly rounds: readonly number[];
  readonly boundaries: EraBoundaries;
}

/** The rounds of the range, or those of the run that is to be resumed, which keeps its boundaries. */
function taskOf(context: CommandContext, { range, resume, eras }: AuditOptions): Task {
  if (resume !== undefined) {
    const file = listReplays(context.options.replays, NETUID).find(
      (entry) => entry.id === resume && !entry.sealed,
    );
    if (file === undefined)
      throw new UsageError({
        what: `there is no interrupted audit ${resume.slice(0, 20)} under ${context.options.replays}`,
        remedy: 'run the audit with its range: it goes on by itself where it was interrupted',
      });
    const { rounds, boundaries = {} } = readReplayView(file.path).start.spec;
    return { rounds, boundaries };
  }
  return { rounds: roundsIn(range, 'audit'), boundaries: readBoundaries(eras, context.cwd) };
}
