import type { PublishedRow } from '../../../domain/published.js';
import type { Policy } from '../../../eras/defineEra.js';

/**
 * True when a published row won its paired duel by its own published numbers (rule: paired duel, docs/methodology.md).
 * A missing lower bound is replaced by the mean, as the evaluator has it.
 */
export function wonDuel(row: PublishedRow, policy: Pick<Policy, 'alpha' | 'minPairedPrompts'>): boolean {
  const test = row.tTest;
  if (row.isKing || row.isReference || row.disqualified || row.dethroneEligible === false) return false;
  if (test === null || test.p === null || test.meanDelta === null) return false;
  const enough = Math.min(test.n, row.pairedPrompts ?? test.n) >= policy.minPairedPrompts;
  return enough && test.p < policy.alpha && test.meanDelta > 0 && (test.lcb ?? test.meanDelta) > 0;
}
