import type { ContenderDecision, RoundId } from '../domain/round.js';
import { ownerOf, type ScheduleLimits, type Submission } from './schedule.js';

type Membership = ContenderDecision['plans'];

/** A submission whose part in a plan depends on what is not known. */
export interface PossibleSubmission extends Submission {
  /** False when it may also not be valid. */
  readonly certain: boolean;
  readonly pending: 'yes' | 'no' | 'unknown';
}

export const certainlyIn = (one: PossibleSubmission): boolean => one.certain && one.pending === 'yes';
export const possiblyIn = (one: PossibleSubmission): boolean => one.pending !== 'no';

interface QuotaRules {
  readonly roundId: RoundId;
  readonly limits: ScheduleLimits;
  readonly maintenance: boolean;
}

/** What can stand before one submission in the schedule. */
interface Before {
  /** Fewest that are scheduled before it while it is within its quota itself; Infinity when it never is. */
  readonly fewest: number;
  /** Most that are scheduled before it. */
  readonly most: number;
  readonly canBeLimited: boolean;
}

/**
 * Protocol 2: schedule within the quotas, else the maintenance rotation. One that is over its quota is only in a
 * rotation, which there is when nothing within the quotas waits.
 * @param order in order of commitment
 */
export function quotaMemberships(order: readonly PossibleSubmission[], rules: QuotaRules): Membership[] {
  const { limits } = rules;
  const before = countBefore(order, limits);
  const exact = isExact(order, limits);
  return order.map((one, i) => {
    const { fewest, most, canBeLimited } = before[i] as Before;
    if (!possiblyIn(one)) return 'none';
    if (!exact) return 'some';
    if (certainlyIn(one) && !canBeLimited && most < limits.challengersPerRound) return 'all';
    const rotated = rules.maintenance && canBeLimited ? rotation(i, order, before, rules) : 'none';
    return fewest < limits.challengersPerRound ? 'some' : rotated;
  });
}

/** A hotkey has one commitment, so that its quota never binds; were it to, nothing is claimed. */
function isExact(order: readonly Submission[], { quotaPerHotkey, quotaWindow }: ScheduleLimits): boolean {
  const keys = order.map((one) => `${Math.floor(one.committedAt / quotaWindow)} ${one.hotkey}`);
  return quotaPerHotkey === null || quotaPerHotkey >= 1 ? new Set(keys).size === keys.length : false;
}

/** By number of valid submissions so far, up to the quota: fewest and most of them that are scheduled. */
interface Group {
  fewest: number[];
  most: number[];
}

const least = (counts: readonly number[]): number => Math.min(...counts);
const greatest = (counts: readonly number[]): number => Math.max(...counts);

function countBefore(order: readonly PossibleSubmission[], limits: ScheduleLimits): Before[] {
  const quota = limits.quotaPerOwner ?? Number.POSITIVE_INFINITY;
  const groups = new Map<string, Group>();
  let fewest = 0;
  let most = 0;
  return order.map((one) => {
    if (quota === Number.POSITIVE_INFINITY) {
      const before = { fewest, most, canBeLimited: false };
      fewest += certainlyIn(one) ? 1 : 0;
      most += possiblyIn(one) ? 1 : 0;
      return before;
    }
    const key = `${Math.floor(one.committedAt / limits.quotaWindow)} ${ownerOf(one.repo)}`;
    const group = groups.get(key) ?? emptyGroup(quota);
    const others = { fewest: fewest - least(group.fewest), most: most - greatest(group.most) };
    const before = {
      fewest: others.fewest + Math.min(Number.POSITIVE_INFINITY, ...group.fewest.slice(0, quota)),
      most,
      canBeLimited: (group.fewest[quota] ?? 0) !== Number.POSITIVE_INFINITY,
    };
    const next = withOne(group, one, quota);
    groups.set(key, next);
    fewest = others.fewest + least(next.fewest);
    most = others.most + greatest(next.most);
    return before;
  });
}

const emptyGroup = (quota: number): Group => ({
  fewest: [0, ...Array<number>(quota).fill(Number.POSITIVE_INFINITY)],
  most: [0, ...Array<number>(quota).fill(Number.NEGATIVE_INFINITY)],
});

function withOne(group: Group, one: PossibleSubmission, quota: number): Group {
  const left = one.certain ? null : group;
  const next: Group = {
    fewest: left?.fewest.slice() ?? group.fewest.map(() => Number.POSITIVE_INFINITY),
    most: left?.most.slice() ?? group.most.map(() => Number.NEGATIVE_INFINITY),
  };
  for (let valid = 0; valid <= quota; valid++) {
    const to = Math.min(quota, valid + 1);
    const within = valid < quota;
    const few = (group.fewest[valid] as number) + (within && one.pending === 'yes' ? 1 : 0);
    const many = (group.most[valid] as number) + (within && possiblyIn(one) ? 1 : 0);
    next.fewest[to] = Math.min(next.fewest[to] as number, few);
    next.most[to] = Math.max(next.most[to] as number, many);
  }
  return next;
}

/** The part of one that may be over its quota in the maintenance rotations that there may be. */
function rotation(
  at: number,
  order: readonly PossibleSubmission[],
  before: readonly Before[],
  { roundId, limits }: QuotaRules,
): Membership {
  const isLimited = (i: number) => before[i]?.fewest === Number.POSITIVE_INFINITY;
  const others = order.map((_, i) => i).filter((i) => i !== at);
  const one = (i: number) => order[i] as PossibleSubmission;
  if (others.some((i) => certainlyIn(one(i)) && !before[i]?.canBeLimited)) return 'none';
  if (order.some((each) => !each.certain)) return 'some';
  const waiting = others.filter((i) => isLimited(i) && possiblyIn(one(i)));
  const sure = waiting.filter((i) => certainlyIn(one(i)));
  const maybe = waiting.filter((i) => !certainlyIn(one(i)));
  const upTo = (list: readonly number[]) => list.filter((i) => i < at).length;
  const [sureBefore, maybeBefore] = [upTo(sure), upTo(maybe)];
  let inSome = false;
  let inAll = true;
  for (let i = 0; i <= maybeBefore && !(inSome && !inAll); i++)
    for (let j = 0; j <= maybe.length - maybeBefore; j++) {
      const isIn = inWindow(sureBefore + i, sure.length + 1 + i + j, roundId, limits.challengersPerRound);
      inSome ||= isIn;
      inAll &&= isIn;
    }
  if (!inSome) return 'none';
  const only = others.every((i) => isLimited(i) || !possiblyIn(one(i)));
  return inAll && only && certainlyIn(one(at)) ? 'all' : 'some';
}

/** Whether position `at` of `n` lies in the window of `cap` that starts at `roundId mod n`. */
const inWindow = (at: number, n: number, roundId: RoundId, cap: number): boolean =>
  n <= cap || (at - (roundId % n) + n) % n < cap;
