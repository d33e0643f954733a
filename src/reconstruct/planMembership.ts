import type { Uid } from '../domain/identity.js';
import type { ContenderDecision, RoundId } from '../domain/round.js';
import type { Coordination } from '../eras/defineEra.js';
import { certainlyIn, type PossibleSubmission, possiblyIn, quotaMemberships } from './quotaMembership.js';
import { assignFirstEligible, inOrder, type ScheduleLimits, type Submission } from './schedule.js';

export type Membership = ContenderDecision['plans'];

/** What all assignments of the unknowns have in common. */
export interface PlanRules {
  readonly roundId: RoundId;
  readonly grid: Coordination;
  readonly limits: ScheduleLimits;
  readonly maintenance: boolean;
  /** Whether the validator starts over with the oldest commitments. */
  readonly reset: 'yes' | 'no' | 'unknown';
}

/**
 * For each submission whether it is in every plan, in some or in none, over every assignment of validity and pending
 * flags that are not known. `all` and `none` are exact or narrower than that: in doubt it says `some`.
 */
export function planMembership(
  submissions: readonly PossibleSubmission[],
  rules: PlanRules,
): Map<Uid, Membership> {
  const order = [...submissions].sort(inOrder);
  const reset = rules.reset === 'no' ? null : resetMemberships(order, rules);
  const normal = rules.reset === 'yes' ? null : normalMemberships(order, rules);
  const memberships = new Map<Uid, Membership>();
  for (const [i, { uid }] of order.entries()) {
    const [one, other] = [normal?.[i], reset?.[i]];
    const isOne = one === undefined || other === undefined || one === other;
    memberships.set(uid, isOne ? (one ?? other ?? 'some') : 'some');
  }
  return memberships;
}

const normalMemberships = (order: readonly PossibleSubmission[], rules: PlanRules): Membership[] =>
  rules.grid.protocol === 1 ? firstEligible(order, rules) : quotaMemberships(order, rules);

/** What holds over several sets of plans. */
export function combined(parts: readonly Membership[]): Membership {
  const [first] = parts;
  return first !== undefined && parts.every((one) => one === first) ? first : 'some';
}

function resetMemberships(order: readonly PossibleSubmission[], { grid, limits }: PlanRules): Membership[] {
  const cap = grid.protocol === 1 ? Number.POSITIVE_INFINITY : limits.challengersPerRound;
  let least = 0;
  let most = 0;
  return order.map((one) => {
    const isIn: Membership =
      !possiblyIn(one) || least >= cap ? 'none' : certainlyIn(one) && most < cap ? 'all' : 'some';
    least += certainlyIn(one) ? 1 : 0;
    most += possiblyIn(one) ? 1 : 0;
    return isIn;
  });
}

/**
 * Protocol 1: a commitment before it can only push one later. Whether one that was scored is evaluated again in its
 * round is not known.
 */
function firstEligible(order: readonly PossibleSubmission[], rules: PlanRules): Membership[] {
  const { roundId, grid, limits } = rules;
  const assign = (these: readonly Submission[]) =>
    assignFirstEligible(these, limits.challengersPerRound, grid);
  const sure = order.filter((one) => one.certain);
  const soonest = assign(sure);
  const latest = assign(order);
  return order.map((one) => {
    const first = soonest.get(one.uid) ?? assign([...sure, one]).get(one.uid) ?? 0;
    const last = latest.get(one.uid) ?? 0;
    if (roundId < first || roundId > last) return 'none';
    return first === last && one.certain && one.pending !== 'no' ? 'all' : 'some';
  });
}
