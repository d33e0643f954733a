import type { PublishedRow } from '../../../domain/published.js';
import type { Policy } from '../../../eras/defineEra.js';

/** One gate of the paired duel that a published row does not pass. */
export interface DuelFailure {
  /** One phrase: what was published against what the gate asks. */
  readonly what: () => string;
  /** True when no operator setting moves the gate: its number is in the evaluator's code. */
  readonly fixed: boolean;
}

/** Pairs that a row counts; the larger of the two numbers, so that a row is not refused for the smaller one. */
export const pairsOf = (row: PublishedRow): number => Math.max(row.pairedPrompts ?? 0, row.tTest?.n ?? 0);

/**
 * The duel gates that a row fails on its published values, which are the ones that the gates read; empty when it
 * passes, and when it holds no test (rule: paired duel, docs/methodology.md).
 */
export function duelFailures(
  row: PublishedRow,
  policy: Pick<Policy, 'alpha' | 'minPairedPrompts'>,
): DuelFailure[] {
  if (row.tTest === null) return [];
  const { p, meanDelta, lcb } = row.tTest;
  const failures: DuelFailure[] = [];
  const pairs = pairsOf(row);
  if (pairs < policy.minPairedPrompts)
    failures.push({
      what: () => `${pairs} pairs, fewer than ${policy.minPairedPrompts}`,
      fixed: true,
    });
  if (row.dethroneEligible === false && pairs >= policy.minPairedPrompts)
    failures.push({ what: () => 'dethrone_eligible is false', fixed: false });
  if (p === null || !(p < policy.alpha))
    failures.push({ what: () => `p ${p ?? 'null'}, not below ${policy.alpha}`, fixed: false });
  // Without a published value the sign is not known: infinities and NaN are both written as null.
  if (meanDelta === null || !(meanDelta > 0))
    failures.push({
      what: () => `mean difference ${meanDelta ?? 'null'}, not above 0`,
      fixed: meanDelta !== null,
    });
  if (lcb !== null && !(lcb > 0))
    failures.push({ what: () => `lower bound ${lcb}, not above 0`, fixed: true });
  return failures;
}
