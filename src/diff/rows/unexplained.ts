import type { WeightEntry } from '../../domain/weights.js';
import type { Decision } from './decision.js';
import { sameButZeros } from './sameButZeros.js';
import type { ValidatorView } from './validatorViews.js';

/**
 * Adds what the views show and no decision explains: a row that changed in a step in which nothing was processed that
 * can have set it. It comes from a decision of which the block is not known, and not from the one before it. Commits
 * that went in the same step are not said to have failed: events and storage contradict each other there
 * (rule: rows and commits, docs/methodology.md).
 */
export function withUnexplained(
  decisions: readonly Decision[],
  views: readonly ValidatorView[],
): readonly Decision[] {
  const steps = unexplainedSteps(decisions, views);
  if (steps.length === 0) return decisions;
  const among = ({ gone }: Decision): boolean =>
    steps.some(({ before, at }) => gone !== null && gone > before && gone <= at);
  const told = decisions.map((one) =>
    one.dropped === 'failed' && among(one) ? { ...one, dropped: null, unsure: true } : one,
  );
  const added = steps.map(
    ({ before, at }): Decision => ({
      at: null,
      via: 'unknown',
      commit: null,
      gone: at,
      span: { from: (views[before]?.block ?? 0) + 1, to: views[at]?.block ?? 0 },
      dropped: null,
      certain: false,
      unsure: true,
    }),
  );
  return [...told, ...added];
}

/** Steps between two views with rows that differ, in which no decision was processed that can have become the later row. */
function unexplainedSteps(
  decisions: readonly Decision[],
  views: readonly ValidatorView[],
): { readonly before: number; readonly at: number }[] {
  const steps: { readonly before: number; readonly at: number }[] = [];
  let last: { readonly row: readonly WeightEntry[]; readonly at: number } | null = null;
  for (let at = 0; at < views.length; at++) {
    const row = views[at]?.row ?? null;
    if (row === null) continue;
    const before = last === null || sameButZeros(last.row, row) ? null : last.at;
    if (before !== null && !isExplained(decisions, before, at)) steps.push({ before, at });
    last = { row, at };
  }
  return steps;
}

const isExplained = (decisions: readonly Decision[], before: number, at: number): boolean =>
  decisions.some(({ gone, dropped }) => dropped === null && gone !== null && gone > before && gone <= at);
