import type { ValidatorRow } from '../../../domain/weights.js';
import type { WeightsFigure } from '../figure.js';
import { rowDistance, rowShares } from '../rowShares.js';

/** UIDs of one row that are drawn. */
const MOST_ENTRIES = 5;

const entriesOf = (row: ValidatorRow): WeightsFigure['rows'][number]['entries'] => {
  const [expected, set] = [new Map(row.expected), new Map(row.set)];
  const isMissing = row.set.length === 0;
  const [expectedShares, setShares] = [rowShares(row.expected), rowShares(row.set)];
  return [...new Set([...expected.keys(), ...set.keys()])]
    .map((uid) => ({
      uid,
      expected: expected.get(uid) ?? 0,
      set: isMissing ? null : (set.get(uid) ?? 0),
      expectedShare: expectedShares.get(uid) ?? 0,
      setShare: isMissing ? null : (setShares.get(uid) ?? 0),
    }))
    .sort(
      (a, b) =>
        Math.max(b.expectedShare, b.setShare ?? 0) - Math.max(a.expectedShare, a.setShare ?? 0) ||
        a.uid - b.uid,
    );
};

/** The rows of all validators against what the rule gives each of them; null when no row was read. */
export const weightsFigure = (validators: readonly ValidatorRow[]): WeightsFigure | null => {
  if (validators.length === 0) return null;
  const total = validators.reduce((sum, row) => sum + row.stakeWeight, 0);
  const rows = validators.map((row) => {
    const entries = entriesOf(row);
    return {
      uid: row.uid,
      status: row.status,
      stakeShare: total > 0 ? row.stakeWeight / total : 0,
      distance: rowDistance(row),
      entries: entries.slice(0, MOST_ENTRIES),
      more: Math.max(0, entries.length - MOST_ENTRIES),
    };
  });
  const differing = rows.filter((row) => row.status === 'differs');
  const stake = differing.reduce((sum, row) => sum + row.stakeShare, 0);
  return {
    kind: 'weights',
    title: 'Weights by validator: expected and set',
    sentence: `${differing.length} of ${rows.length} validators set another row than the rule gives; they hold ${(stake * 100).toFixed(1)}% of the stake weight shown.`,
    note: 'A row is judged by the round in which it was decided. It does not show why a validator set it.',
    rows,
  };
};
