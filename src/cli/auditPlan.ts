import type { AuditPlan, PlannedWork } from '../domain/auditPlan.js';
import type { JournalView } from '../domain/journal.js';
import type { EraBoundaries } from '../eras/erasAt.js';
import { DamagedError } from '../errors/artifact.js';
import { TimeTooShortError } from '../errors/input.js';
import type { DecodeMode } from '../model/decode/DecodeRequest.js';
import type { WordsOf } from '../replay/axes/evaluatorWords.js';
import type { ModelNeeds } from '../replay/findModels.js';
import { listReplays } from '../replay/listReplays.js';
import type { World } from '../replay/openWorld.js';
import { estimatePlan, type MeasureSpeed } from '../replay/plan/estimatePlan.js';
import { planRounds } from '../replay/plan/planRounds.js';
import { readReplayView } from '../replay/readReplayView.js';
import { NETUID } from '../replay/readStoredRound.js';
import { bytesText, planText, secondsText } from '../report/planText.js';
import type { CommandContext } from './context.js';
import type { TimeLimit } from './timeLimit.js';

/** What `--duel-only` leaves out. */
const LEFT_OUT = 'composite axes';
const DUEL_ONLY =
  'the duel alone is run again: the composite axes are not computed, so coverage is at most 50 % and no crown is confirmed\n';

export interface PlanRequest {
  readonly world: World;
  readonly rounds: readonly number[];
  readonly boundaries: EraBoundaries;
  /** The audit's id: an interrupted journal of it is gone on with, unless `fresh`. */
  readonly id: string;
  readonly fresh: boolean;
  readonly duelOnly: boolean;
  /** False where the plan itself is what the command prints. */
  readonly shown: boolean;
  /** Null where no model is run: recorded numbers cost no time that could be planned. */
  readonly measure: MeasureSpeed | null;
  readonly needs: ModelNeeds;
  /** Decodings in which the axes beside the duel are asked. */
  readonly axes: readonly DecodeMode[];
  /** The words that they are asked in; absent for our own. */
  readonly words?: WordsOf | undefined;
  /** Whether the teacher writes a text anew where none was captured. */
  readonly freshText: boolean;
}

/** Says on stderr what an audit is about to compute and how long it will take, before any model is opened. */
export async function announcePlan(context: CommandContext, request: PlanRequest): Promise<AuditPlan | null> {
  const { world, rounds, boundaries, id, fresh, measure, needs, axes, words, freshText } = request;
  const before = fresh ? null : interrupted(context.options.replays, id);
  if (measure === null) return null;
  const planned = await planRounds(rounds, { world, boundaries, before, needs, axes, words, freshText });
  const plan = await estimatePlan(planned, measure);
  if (request.shown) context.err(planText(plan));
  if (request.duelOnly) context.err(DUEL_ONLY);
  const warning = memoryWarning(plan.total.peakBytes, availableBytes());
  if (warning !== null) context.err(warning);
  return plan;
}

/** A named warning where the plan needs more memory than is free, bytes; null where it does not. */
export function memoryWarning(peak: number, free: number): string | null {
  if (peak <= free) return null;
  return `warning MEMORY_SHORT: the plan needs about ${bytesText(peak)} of memory, ${bytesText(free)} are free; should the system stop the engine, run the command again: finished work is kept\n`;
}

/** The document of `audit --dry-run --json` (docs/formats.md); seconds to four digits, since no more are known. */
export function planDocument({ rounds, total, basis }: AuditPlan, duelOnly: boolean): object {
  const free = availableBytes();
  return {
    schema: 1,
    rounds: rounds.map(({ passes, ...round }) => ({ ...rounded(round), passes: passes.map(rounded) })),
    total: rounded(total),
    basis: { ...basis, seconds: digits(basis.seconds) },
    memory: { availableBytes: free, fits: total.peakBytes <= free },
    leftOut: duelOnly ? [LEFT_OUT] : [],
  };
}

const digits = (value: number): number => Number(value.toPrecision(4));
const rounded = <Work extends PlannedWork>({ seconds: { low, likely, high }, ...work }: Work): object => ({
  ...work,
  seconds: { low: digits(low), likely: digits(likely), high: digits(high) },
});

/** Memory that this process may still take, under the limit of its control group where it has one. */
const availableBytes = (): number => process.availableMemory();

/** @throws TimeTooShortError when not even the lowest estimate fits into what is left of the limit */
export function refuseTooLong({ total, rounds }: AuditPlan, limit: TimeLimit): void {
  const left = limit.left();
  if (left === null || total.seconds.low <= left) return;
  throw new TimeTooShortError({
    what: `the audit takes about ${secondsText(total.seconds.likely)}, at least ${secondsText(total.seconds.low)}; --max-time leaves ${Math.max(0, Math.floor(left))} s`,
    why: `planned from a measured run of this engine; nothing was computed`,
    remedy: `raise --max-time${rounds.length > 1 ? ', or audit fewer rounds' : ''}, or use a faster machine`,
    facts: { seconds: total.seconds, left },
  });
}

/** The journal that the audit will go on with; a damaged one is told when it is opened. */
function interrupted(replays: string, id: string): JournalView | null {
  const file = listReplays(replays, NETUID).find((one) => one.id === id && !one.sealed);
  try {
    return file === undefined ? null : readReplayView(file.path);
  } catch (error) {
    if (error instanceof DamagedError) return null;
    throw error;
  }
}
