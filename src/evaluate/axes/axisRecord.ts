import type { Absent } from '../../domain/absent.js';
import type { AxisRecord, ItemRecord } from '../../domain/axisRecord.js';
import { round } from '../../python/round.js';

/** Sums up the graded items of an axis as the evaluator publishes it (rule: grading, docs/methodology.md). */
export function axisRecord(axis: string, items: readonly ItemRecord[]): AxisRecord {
  const right = items.filter(({ ok }) => ok);
  return {
    axis,
    n: items.length,
    correct: right.length,
    passFrac: items.length === 0 ? SWITCHED_OFF : round(right.length / items.length, 3),
    meanTokens: meanTokens(items),
    meanTokensCorrect: meanTokens(right),
    items,
  };
}

/** An axis whose items cannot be graded on this machine. */
export const ungraded = (axis: string, why: Absent): AxisRecord => ({
  axis,
  n: 0,
  correct: 0,
  passFrac: why,
  meanTokens: null,
  meanTokensCorrect: null,
  items: [],
});

const SWITCHED_OFF: Absent = { absent: 'not-applicable', why: 'the axis asks nothing with these counts' };

function meanTokens(items: readonly ItemRecord[]): number | null {
  const counted = items.filter(({ tokens, failed }) => tokens > 0 && !failed);
  if (counted.length === 0) return null;
  return round(counted.reduce((sum, { tokens }) => sum + tokens, 0) / counted.length, 1);
}
