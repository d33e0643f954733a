import type { AuditPlan, PassWork, PlannedWork, RoundWork, SecondsRange } from '../../domain/auditPlan.js';
import type { EngineSpeed } from '../../model/cost/EngineSpeed.js';
import { estimateSeconds, openSeconds } from '../../model/cost/estimateSeconds.js';
import { peakBytes } from '../../model/cost/peakBytes.js';
import type { PlannedModel } from '../../model/cost/planModel.js';
import type { PlannedPass, RoundPlan } from './roundPlan.js';

/** Measures an engine in the shapes of a model, on sequences of a typical length. */
export type MeasureSpeed = (model: PlannedModel, tokens: number) => Promise<EngineSpeed>;

/** Models of one kind and width share one measurement. */
const kindOf = ({ architecture, mapped, cost }: PlannedModel): string =>
  `${architecture} ${mapped} ${cost.shapes.width}`;

/** Puts numbers on what is left of an audit; each kind of model is measured once, before any model is opened. */
export async function estimatePlan(plans: readonly RoundPlan[], measure: MeasureSpeed): Promise<AuditPlan> {
  const speeds = new Map<string, EngineSpeed>();
  const passes = plans.flatMap((plan) => plan.passes).filter((pass) => pass.sequences.length > 0);
  for (const { model, sequences } of passes) {
    if (speeds.has(kindOf(model))) continue;
    const tokens = sequences.reduce((sum, one) => sum + one.tokens, 0) / sequences.length;
    speeds.set(kindOf(model), await measure(model, Math.max(1, Math.round(tokens))));
  }
  const rounds = plans.map((plan): RoundWork => {
    const works = plan.passes.map((pass) => passWork(pass, speeds.get(kindOf(pass.model))));
    return { roundId: plan.roundId, reason: plan.reason, ...sumOf(works), passes: works };
  });
  const seconds = [...speeds.values()].reduce((sum, speed) => sum + speed.tookSeconds, 0);
  return {
    rounds,
    total: sumOf(rounds),
    basis: { kind: speeds.size === 0 ? 'none' : 'measured', seconds },
  };
}

/** @param speed undefined only where no sequence is left */
function passWork(
  { role, uid, form, capture, asks, writes, model, sequences }: PlannedPass,
  speed: EngineSpeed | undefined,
): PassWork {
  // A sequence without a scored row goes through no model.
  const run = sequences.filter((one) => one.rows > 0);
  let seconds: SecondsRange = { low: 0, likely: 0, high: 0 };
  if (speed !== undefined && run.length > 0) {
    const opening = openSeconds(model, form, speed);
    seconds = opening;
    for (const one of run) seconds = plus(seconds, estimateSeconds(model, { ...one, form }, speed));
    for (const [tokens, { steps, answers }] of stepsOf(run))
      seconds = plus(
        seconds,
        writing(steps, answers, estimateSeconds(model, { tokens, rows: 1, form }, speed)),
      );
    // Texts that are still to be written may all be too short to be scored.
    if (!asks && capture === '' && !writes) seconds = { ...seconds, low: opening.low };
  }
  const flop = { low: 0, high: 0 };
  for (const one of run) {
    flop.low += flopOf(model, { ...one, form, load: 'even' });
    flop.high += flopOf(model, { ...one, form, load: 'full' });
    const step = { tokens: one.stepTokens ?? 1, rows: 1 };
    flop.high += (one.steps ?? 0) * flopOf(model, { ...step, form, load: 'full' });
  }
  return {
    role,
    uid,
    form,
    capture,
    ...(asks ? { asks } : {}),
    ...(writes ? { writes } : {}),
    architecture: model.architecture,
    sequences: sequences.length,
    tokens: run.reduce((sum, one) => sum + one.tokens, 0),
    rows: run.reduce((sum, one) => sum + one.rows, 0),
    flop,
    weightBytes: run.length === 0 ? 0 : model.weightBytes,
    peakBytes: run.reduce((most, one) => Math.max(most, peakBytes(model, one)), 0),
    seconds,
  };
}

/** New tokens and answers that they belong to, by the tokens of each token's run. */
function stepsOf(run: PlannedPass['sequences']): Map<number, { steps: number; answers: number }> {
  const found = new Map<number, { steps: number; answers: number }>();
  for (const { steps = 0, stepTokens = 1 } of run) {
    if (steps === 0) continue;
    const one = found.get(stepTokens) ?? { steps: 0, answers: 0 };
    found.set(stepTokens, { steps: one.steps + steps, answers: one.answers + 1 });
  }
  return found;
}

/** Answers may end at once, or take their whole budget. */
const writing = (steps: number, answers: number, each: SecondsRange): SecondsRange => ({
  low: Math.min(steps, answers) * each.low,
  likely: steps * each.likely,
  high: steps * each.high,
});

function flopOf(model: PlannedModel, run: Parameters<PlannedModel['cost']['of']>[0]): number {
  const { body, experts, attention, head, recurrence } = model.cost.of(run);
  return 2 * (body + experts + attention + head + recurrence);
}

const plus = (a: SecondsRange, b: SecondsRange): SecondsRange => ({
  low: a.low + b.low,
  likely: a.likely + b.likely,
  high: a.high + b.high,
});

function sumOf(works: readonly PlannedWork[]): PlannedWork {
  const add = (of: (work: PlannedWork) => number): number => works.reduce((sum, work) => sum + of(work), 0);
  return {
    sequences: add((work) => work.sequences),
    tokens: add((work) => work.tokens),
    rows: add((work) => work.rows),
    flop: { low: add((work) => work.flop.low), high: add((work) => work.flop.high) },
    weightBytes: add((work) => work.weightBytes),
    peakBytes: works.reduce((most, work) => Math.max(most, work.peakBytes), 0),
    seconds: works.map((work) => work.seconds).reduce(plus, { low: 0, likely: 0, high: 0 }),
  };
}
