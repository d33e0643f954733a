import { type Absent, isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Decoder } from '../../domain/decoder.js';
import type { ItemCounts } from '../../domain/itemCounts.js';
import type { Probes } from '../../domain/probeRecord.js';
import { BENCH_BUDGETS, type Bench } from '../../evaluate/axes/benches.js';
import type { Sandbox } from '../../evaluate/sandbox/runConfined.js';
import { askBenches } from './askBenches.js';
import { askCapability } from './askCapability.js';
import { askProbes, PROBE_AXES, probeSteps } from './askProbes.js';
import { benchItems, NEEDS_SANDBOX } from './benchItems.js';
import { mustBeOfRound } from './mustBeOfRound.js';
import { type NotReplayed, notReplayed } from './notReplayed.js';
import { ownQuestions } from './ownQuestions.js';
import type { RoundQuestions } from './RoundQuestions.js';
import { absentTeacher, type TeacherSide } from './TeacherSide.js';

/** What is asked, and where programs are run. */
export interface AxesInput {
  /** Number of the round's seed block. */
  readonly block: bigint;
  readonly counts: ItemCounts;
  /** Axes that are wanted; all when it is empty. */
  readonly only: readonly string[];
  /** Finds where programs of the model are run; asked for when one of the wanted axes runs them. */
  readonly sandbox: () => Promise<Sandbox | Absent>;
  /** Runs the think probe, which is switched off as deployed. Default: false. */
  readonly think?: boolean;
  /** Bound on the tokens that an on-policy continuation can draw; it is not known whether the evaluator has one. Default: none. */
  readonly rolloutTopK?: number;
  /** What is asked in these counts, in whose words. Default: `ownQuestions`. */
  readonly questions?: RoundQuestions;
}

/** What one model gives on the axes beside the duel: plain JSON. */
export interface EvaluatedAxes {
  readonly wording: RoundQuestions['wording'];
  readonly records: readonly AxisRecord[];
  readonly probes: Probes;
  /** Why programs of the model were not run; null when they were confined. */
  readonly unconfined: Absent | null;
  /** What the evaluator measures and this is without. */
  readonly notReplayed: readonly NotReplayed[];
}

const NOT_NEEDED: Absent = { absent: 'not-applicable', why: 'No axis runs programs of the model.' };
const NO_TEACHER = absentTeacher({ absent: 'missing', why: 'no model of the teacher was given' });

/** Names of the axes that one model alone decides. */
export const OWN_AXES: readonly string[] = [...Object.keys(BENCH_BUDGETS), 'capability'];

/** Names of the axes that a model is asked. */
export const ASKED_AXES: readonly string[] = [...OWN_AXES, ...PROBE_AXES];

/**
 * Asks one model every item of the axes beside the duel, and grades the answers; the teacher, where there is one, marks
 * what only it can mark.
 *
 * @param teacher null for none: axes that need it say so
 * @param onItem is told how many steps are done, of how many
 * @throws UsageError when what the teacher said belongs to another round, and what decoders throw
 */
export async function evaluateAxes(
  input: AxesInput,
  decoder: Decoder,
  teacher: TeacherSide | null = null,
  onItem: (done: number, total: number, axis: string) => void = () => undefined,
): Promise<EvaluatedAxes> {
  const { block, counts, only, sandbox, think = false, rolloutTopK: topK } = input;
  const { questions = ownQuestions(block, counts) } = input;
  const { items, prompts, wording } = questions;
  if (teacher !== null) mustBeOfRound(teacher.refs, block, counts, wording);
  const onPolicy = { seed: items.onPolicySeed, ...(topK !== undefined && { topK }) };
  const wanted = (axis: string): boolean => only.length === 0 || only.includes(axis);
  const axes = (Object.keys(BENCH_BUDGETS) as Bench[]).filter(wanted);
  const found = axes.some((axis) => NEEDS_SANDBOX.includes(axis)) ? await sandbox() : NOT_NEEDED;
  const benches = benchItems(items, prompts, isAbsent(found) ? null : found);
  const capability = wanted('capability') ? (prompts.capability ?? []) : [];
  const probed = {
    ...{ decoder, prompts, teacher: teacher ?? NO_TEACHER, onPolicy },
    axes: PROBE_AXES.filter((axis) => wanted(axis) && (axis !== 'degeneracy' || think)),
  };
  const possible = axes.filter((axis) => !isAbsent(found) || !NEEDS_SANDBOX.includes(axis));
  const total = possible.reduce(
    (sum, axis) => sum + benches[axis].length,
    capability.length + probeSteps(probed),
  );
  let done = 0;
  const told = (axis: string) => {
    done += 1;
    onItem(done, total, axis);
  };
  const records = await askBenches(decoder, axes, benches, found, block, told);
  if (wanted('capability')) records.push(await askCapability(decoder, questions, () => told('capability')));
  const probes = await askProbes({ ...probed, onItem: told });
  return {
    wording,
    records,
    probes,
    unconfined: isAbsent(found) ? found : null,
    notReplayed: notReplayed(records, probes),
  };
}
