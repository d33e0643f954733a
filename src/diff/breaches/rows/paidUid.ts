import type { Uid } from '../../../domain/identity.js';
import type { WeightEntry } from '../../../domain/weights.js';

/** Largest weight of a row. */
const U16_MAX = 65_535;

/**
 * Whom a row pays: the one UID of a row of one, else the largest weight that is not the reserve's. Null when the row does
 * not tell: its largest weight is not there and a 0 stands in it, which the chain put at a replaced UID, or two are equal.
 */
export function paidUid(row: readonly WeightEntry[], fallbackUid: Uid | null): Uid | null {
  const [only] = row;
  if (only !== undefined && row.length === 1) return only[1] > 0 ? only[0] : null;
  if (isZeroed(row)) return null;
  let best: Uid | null = null;
  let most = 0;
  for (const [uid, weight] of row) {
    if (uid === fallbackUid || weight <= 0 || weight < most) continue;
    best = weight === most ? null : uid;
    most = weight;
  }
  return best;
}

/** True when the chain put 0 at the largest weight: validators scale a row so that its largest is 65535. */
export const isZeroed = (row: readonly WeightEntry[]): boolean =>
  row.some(([, weight]) => weight === 0) && !row.some(([, weight]) => weight === U16_MAX);
