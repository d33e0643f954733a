import type { SecondsRange } from '../../domain/auditPlan.js';
import type { JournalView } from '../../domain/journal.js';
import { passesOf } from './progress.js';

/**
 * Seconds that the plan of the run gives to what is still to do: of a round in work its share of sequences. Null where no
 * plan is known or nothing of it is left.
 */
export const plannedLeft = (view: JournalView): SecondsRange | null => {
  const finished = new Set(view.results.map((result) => result.roundId));
  let [low, likely, high] = [0, 0, 0];
  for (const { roundId, sequences, answers = 0, seconds } of view.outline?.rounds ?? []) {
    if (finished.has(roundId) || sequences === 0) continue;
    const passes = passesOf(view, roundId);
    const written = (view.axes ?? [])
      .filter((entry) => entry.roundId === roundId)
      .reduce((sum, { record }) => sum + record.n, 0);
    const unasked = Math.max(0, answers - written);
    const left = passes.reduce((sum, pass) => sum + pass.total - pass.done, unasked);
    const share = passes.length === 0 ? 1 : Math.min(1, left / sequences);
    low += seconds.low * share;
    likely += seconds.likely * share;
    high += seconds.high * share;
  }
  return high > 0 ? { low, likely, high } : null;
};
