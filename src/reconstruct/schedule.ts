import type { BlockNumber } from '../domain/block.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { RoundId } from '../domain/round.js';
import type { Coordination } from '../eras/defineEra.js';
import { firstEligibleRound } from '../eras/roundBlocks.js';

/** A valid commitment of somebody who is not the king. */
export interface Submission {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly repo: string;
  readonly committedAt: BlockNumber;
}

export interface ScheduleLimits {
  readonly challengersPerRound: number;
  readonly quotaWindow: number;
  /** null = no quota. */
  readonly quotaPerOwner: number | null;
  readonly quotaPerHotkey: number | null;
}

export interface Schedule {
  readonly scheduled: readonly Uid[];
  /** UIDs over a quota of their bucket. */
  readonly limited: ReadonlyMap<Uid, string>;
}

/** Order of the planner: by commitment, equals by UID. */
export const inOrder = (a: Submission, b: Submission): number =>
  a.committedAt - b.committedAt || a.uid - b.uid;

/** Owner of a repository as the quota counts it: the text before the first slash, trimmed, in lower case. */
export function ownerOf(repo: string): string {
  const slash = repo.indexOf('/');
  return (slash < 0 ? repo : repo.slice(0, slash)).trim().toLowerCase();
}

/**
 * First submissions in order of commitment that are pending and within the quotas of their fixed bucket. The counters
 * count every submission, also those scored before (rule: schedule, docs/methodology.md).
 */
export function scheduleChallengers(
  submissions: readonly Submission[],
  isPending: (uid: Uid) => boolean,
  limits: ScheduleLimits,
): Schedule {
  const counts = new Map<string, number>();
  const count = (key: string) => {
    const next = (counts.get(key) ?? 0) + 1;
    counts.set(key, next);
    return next;
  };
  const scheduled: Uid[] = [];
  const limited = new Map<Uid, string>();
  for (const one of [...submissions].sort(inOrder)) {
    const bucket = Math.floor(one.committedAt / limits.quotaWindow);
    const owner = ownerOf(one.repo);
    const byOwner = count(`${bucket} owner ${owner}`);
    const byHotkey = count(`${bucket} hotkey ${one.hotkey}`);
    if (limits.quotaPerOwner !== null && byOwner > limits.quotaPerOwner)
      limited.set(
        one.uid,
        `number ${byOwner} of its repository owner in one bucket of ${limits.quotaWindow} blocks`,
      );
    else if (limits.quotaPerHotkey !== null && byHotkey > limits.quotaPerHotkey)
      limited.set(one.uid, `number ${byHotkey} of its hotkey in one bucket of ${limits.quotaWindow} blocks`);
    else if (isPending(one.uid) && scheduled.length < limits.challengersPerRound) scheduled.push(one.uid);
  }
  return { scheduled, limited };
}

/** Maintenance: the pending ones in order of commitment, rotated by the round's number; no quota applies. */
export function scheduleMaintenance(
  pending: readonly { readonly uid: Uid; readonly committedAt: BlockNumber }[],
  roundId: RoundId,
  cap: number,
): Uid[] {
  const order = [...pending]
    .sort((a, b) => a.committedAt - b.committedAt || a.uid - b.uid)
    .map((one) => one.uid);
  if (order.length <= cap) return order;
  const start = roundId % order.length;
  return [...order.slice(start), ...order.slice(0, start)].slice(0, cap);
}

/** Reset anchor: a validator without any record takes the oldest pending ones, no quota applies; null = no cap. */
export const scheduleResetAnchor = (pending: readonly Submission[], cap: number | null): Uid[] =>
  [...pending]
    .sort(inOrder)
    .slice(0, cap ?? pending.length)
    .map((one) => one.uid);

/**
 * Protocol 1: the round of each commitment. In order of commitment each one takes the first round from its first
 * eligible one on that holds fewer than `cap`, and is scheduled only there, scored or not.
 */
export function assignFirstEligible(
  submissions: readonly Submission[],
  cap: number,
  grid: Coordination,
): Map<Uid, RoundId> {
  const held = new Map<RoundId, number>();
  const assigned = new Map<Uid, RoundId>();
  // Commitments come in order of their first eligible round, so that every round between one and `full` is full.
  let full = -1;
  for (const one of [...submissions].sort(inOrder)) {
    const round = Math.max(firstEligibleRound(one.committedAt, grid), full + 1);
    const count = (held.get(round) ?? 0) + 1;
    held.set(round, count);
    if (count >= cap) full = round;
    assigned.set(one.uid, round);
  }
  return assigned;
}
