import type { Uid } from '../domain/identity.js';
import { paidUid } from '../domain/paidUid.js';
import type { WeightEntry } from '../domain/weights.js';
import { uidInRange } from './uidInRange.js';
import { weightsU16 } from './weightsU16.js';

/** Largest share that an operator can keep back. */
const MAX_RESERVE = 0.9;

/**
 * Weight of every UID that gets any: the winner 1 - r and the reserve UID r. One-hot on the winner when it is the
 * reserve UID, when the reserve UID does not exist, or when nothing is kept back. Empty when the winner is no UID.
 */
export function weightVector(
  winnerUid: Uid,
  reserveFraction: number,
  reserveUid: Uid,
  nUids: number,
): (readonly [Uid, number])[] {
  if (!uidInRange(winnerUid, nUids)) return [];
  const clamped = Number.isFinite(reserveFraction) ? Math.min(MAX_RESERVE, Math.max(0, reserveFraction)) : 0;
  const noReserve = reserveUid === winnerUid || reserveUid < 0 || reserveUid >= nUids || clamped === 0;
  if (noReserve) return [[winnerUid, 1]];
  return [
    [winnerUid, 1 - clamped],
    [reserveUid, clamped],
  ];
}

export interface Reserve {
  readonly reserveFraction: number;
  readonly reserveUid: Uid;
}

/** The row that a validator sets for a winner, as the chain stores it. */
export const expectedWeights = (
  winnerUid: Uid,
  { reserveFraction, reserveUid }: Reserve,
  nUids: number,
): WeightEntry[] => weightsU16(weightVector(winnerUid, reserveFraction, reserveUid, nUids));

/** Whom the row for a winner pays most: the winner, unless as much is kept back as it gets. Null when it is no UID. */
export function paidFor(winnerUid: Uid, policy: Reserve, nUids: number): Uid | null {
  if (uidInRange(winnerUid, nUids) && policy.reserveFraction < 0.5) return winnerUid;
  return paidUid(expectedWeights(winnerUid, policy, nUids));
}
