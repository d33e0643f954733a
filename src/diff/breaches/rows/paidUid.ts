import type { Uid } from '../../../domain/identity.js';
import type { WeightEntry } from '../../../domain/weights.js';

/** Largest weight of a row. */
const U16_MAX = 65_535;

/**
 * Whom a row pays: the one UID of a row of one, else the largest weight that is not the reserve's. Null when the row does
 * not tell: its largest weight is not there and a 0 stands in it, which the chain put at a replaced UID, or two are equal.
 */
export function paidUid(row: readonly WeightEntry[], fallbackUid: Uid | null): Uid | null {
  const positive = row.filter(([, weight]) => weight > 0);
  if (row.length === 1) return positive[0]?.[0] ?? null;
  if (isZeroed(row)) return null;
  const [best, next] = positive.filter(([uid]) => uid !== fallbackUid).sort(([, a], [, b]) => b - a);
  return best === undefined || best[1] === next?.[1] ? null : best[0];
}

/** True when the chain put 0 at the largest weight: validators scale a row so that its largest is 65535. */
export const isZeroed = (row: readonly WeightEntry[]): boolean =>
  row.some(([, weight]) => weight === 0) && !row.some(([, weight]) => weight === U16_MAX);
