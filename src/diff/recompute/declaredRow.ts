import type { Uid } from '../../domain/identity.js';
import type { RecomputedView } from '../../domain/recompute.js';
import type { WeightRow } from '../../domain/weights.js';

/** The weight row that a validator shows, and the block at which it was read. */
export interface ShownRow {
  readonly row: WeightRow;
  readonly block: number;
}

/**
 * The sentence about a weight row that does not pay the winner which its validator declares; null when it does. A round
 * without a king has no winner to pay. That a commit may not be revealed yet is said, for it is no fault.
 */
export function declaredRow(
  { row, block }: ShownRow,
  declared: { readonly known: boolean; readonly uid: Uid | null },
): RecomputedView['causes'][number] | null {
  if (!declared.known || declared.uid === null) return null;
  let paid: readonly [uid: Uid, weight: number] | null = null;
  for (const entry of row.row) if (entry[1] > (paid?.[1] ?? 0)) paid = entry;
  if (paid?.[0] === declared.uid) return null;
  const shows = paid === null ? 'is empty' : `pays UID ${paid[0]} most`;
  return {
    cause: 'weights',
    why: `The row of validator UID ${row.uid} at block ${block} ${shows}, and its record declares UID ${declared.uid}. A commit that was not revealed by then would not show.`,
  };
}
