import type { Uid } from './identity.js';
import type { WeightEntry } from './weights.js';

/** Whom a row pays most, of equals the lower UID: the winner, else the fallback. Null for an empty row. */
export const paidUid = (row: readonly WeightEntry[]): Uid | null =>
  row.reduce<WeightEntry | null>(
    (best, entry) => (best === null || entry[1] > best[1] ? entry : best),
    null,
  )?.[0] ?? null;
