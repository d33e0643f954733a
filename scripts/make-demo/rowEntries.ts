import { expectedWeights } from '../../src/decide/expectedWeights.js';
import { P11 } from '../../src/eras/p11.js';
import type { Behaviour, Plan, PlannedRound } from './plan.js';
import { RESERVE_UID } from './timeline.js';

export type Entries = readonly (readonly [uid: number, weight: number])[];

/** The row that the rule gives for a winner, ascending by UID. */
export const ruleRow = (plan: Plan, winner: number): Entries =>
  expectedWeights(winner, P11.policy, plan.uids);

/** The row that a validator commits in a round, or null when it commits nothing. */
export function committedRow(plan: Plan, behaviour: Behaviour, winner: number): Entries | null {
  if (behaviour === 'stale' || behaviour === 'unset') return null;
  if (behaviour === 'fallback') return ruleRow(plan, RESERVE_UID);
  if (behaviour === 'no-reserve')
    return expectedWeights(winner, { ...P11.policy, reserveFraction: 0 }, plan.uids);
  return ruleRow(plan, winner);
}

/** What a validator does in a round: as planned, else it follows (in a recycled round: sets again). */
export const behaviourOf = (round: PlannedRound, uid: number): Behaviour =>
  round.rows?.[String(uid)] ?? (round.kind === 'recycled' ? 'set-again' : 'follow');

/** True when a validator never set weights before the first round. */
export const startsUnset = (plan: Plan, uid: number): boolean =>
  plan.rounds[0] !== undefined && behaviourOf(plan.rounds[0], uid) === 'unset';
