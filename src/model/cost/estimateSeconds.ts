import type { SecondsRange } from '../../domain/auditPlan.js';
import type { EngineSpeed, Pace } from './EngineSpeed.js';
import type { PlannedModel } from './planModel.js';
import type { SequenceRun } from './SequenceCost.js';

/** How far sequences of models of several sizes were off the sum of their parts (docs/methodology.md). */
const OFF = { low: 0.6, high: 1.8 } as const;

/** A node of a model takes so many times as long to open as one of a plain chain: it has shapes to infer and fusions to try. */
const OPENING = 2;

/**
 * Seconds of one sequence from its cost and a measured speed: the parts one after another, since a graph runs its operators
 * in sequence.
 */
export function estimateSeconds(
  { cost, widened }: Pick<PlannedModel, 'cost' | 'widened'>,
  run: Omit<SequenceRun, 'load'>,
  speed: EngineSpeed,
): SecondsRange {
  const at = (load: SequenceRun['load'], pick: keyof Pace): number => {
    const one = cost.of({ ...run, load });
    const products = one.body + one.experts + one.attention + one.head;
    // Measured steps hold their products.
    const extra = one.steps.count === 0 ? one.recurrenceProducts : 0;
    const kernel = run.form === 'contrib' ? one.recurrence : 0;
    return (
      (products + extra) / speed.products[pick] +
      kernel / speed.recurrence[pick] +
      (one.elements + one.headElements) / speed.elements[pick] +
      widened / speed.casts[pick] +
      one.steps.count / speed.steps[pick] +
      one.nodes * speed.secondsPerNode +
      speed.secondsPerCall
    );
  };
  return {
    low: OFF.low * at('even', 'fastest'),
    likely: (at('even', 'middle') + at('full', 'middle')) / 2,
    high: OFF.high * at('full', 'slowest'),
  };
}

/** Seconds of opening a model: the runtime goes over its graph several times. */
export function openSeconds(
  { cost }: Pick<PlannedModel, 'cost'>,
  form: SequenceRun['form'],
  { secondsPerOpenedNode }: EngineSpeed,
): SecondsRange {
  const { nodes } = cost.of({ tokens: 1, rows: 1, form, load: 'even' });
  const likely = OPENING * nodes * secondsPerOpenedNode;
  return { low: OFF.low * likely, likely, high: OFF.high * likely };
}
