import type { RoundRow } from '../../report/roundRow.js';
import { orderChallengers } from '../../report/roundRow.js';

/** Orders of the rounds by column; each is followed by its reverse. */
export const ORDERS = [
  'newest first',
  'oldest first',
  'worst first',
  'best first',
  'best bound first',
  'lowest bound first',
  'least checked first',
  'most checked first',
  'by king',
  'by king, reversed',
  'by claimed crown',
  'by claimed crown, reversed',
  'most challengers first',
  'fewest challengers first',
  'by era',
  'by era, reversed',
] as const;
export type Order = (typeof ORDERS)[number];

const SEVERITY = [
  'wrong-crown',
  'policy-split',
  'inconclusive',
  'unverifiable',
  'not-replayed',
  'consistent',
  'confirmed',
];

const bestBound = (row: RoundRow): number => {
  const first = row.result === null ? undefined : orderChallengers(row.result)[0];
  return first?.replayed?.lcb ?? first?.claimed?.lcb ?? Number.NEGATIVE_INFINITY;
};

const numberIn = (text: string): number => Number(/\d+/.exec(text)?.[0] ?? -1);

type Key = (row: RoundRow) => number;

/** What a column is ordered by, ascending, in the order of the pairs of `ORDERS`. */
const KEYS: readonly Key[] = [
  (row) => -row.roundId,
  (row) => SEVERITY.indexOf(row.verdict),
  (row) => -bestBound(row),
  (row) => row.result?.coverage ?? -1,
  (row) => row.result?.king?.uid ?? -1,
  (row) => row.result?.claimedUid ?? -1,
  (row) => -(row.result?.challengers.length ?? -1),
  (row) => numberIn(row.result?.eraId ?? ''),
];

/** Compares two rounds in an order; the newer one first where they are equal. */
export const compareRounds = (order: Order): ((a: RoundRow, b: RoundRow) => number) => {
  const at = ORDERS.indexOf(order);
  const key = KEYS[Math.floor(at / 2)] ?? ((row: RoundRow) => -row.roundId);
  const sign = at % 2 === 0 ? 1 : -1;
  return (a, b) => {
    const [first, second] = [key(a), key(b)];
    return first === second ? b.roundId - a.roundId : sign * (first < second ? -1 : 1);
  };
};

/** @param step 1: the reverse, then the next column; 2: the next column at once */
export const nextOrder = (order: Order, step: 1 | 2): Order => {
  const at = ORDERS.indexOf(order);
  const from = step === 1 ? at : at - (at % 2);
  return ORDERS[(from + step) % ORDERS.length] ?? 'newest first';
};
