import type { ValidatorRow, WeightEntry } from '../../domain/weights.js';

/** Shares of a row by UID; an empty row has none. */
export const rowShares = (row: readonly WeightEntry[]): Map<number, number> => {
  const total = row.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(row.map(([uid, weight]) => [uid, total > 0 ? weight / total : 0]));
};

/** Half the sum of |expected - set| over all UIDs: 0 equal, 1 nothing in common. Null when there is no row to compare. */
export const rowDistance = (row: Pick<ValidatorRow, 'expected' | 'set' | 'status'>): number | null => {
  if (row.status === 'hidden' || row.status === 'unset' || row.set.length === 0) return null;
  const expected = rowShares(row.expected);
  const set = rowShares(row.set);
  const uids = new Set([...expected.keys(), ...set.keys()]);
  return (
    [...uids].reduce((sum, uid) => sum + Math.abs((expected.get(uid) ?? 0) - (set.get(uid) ?? 0)), 0) / 2
  );
};
