import type { BlockNumber } from '../domain/block.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { RoundId } from '../domain/round.js';

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
  readonly quotaPerOwner: number;
  readonly quotaPerHotkey: number;
}

export interface Schedule {
  readonly scheduled: readonly Uid[];
  /** UIDs over a quota of their bucket. */
  readonly limited: ReadonlyMap<Uid, string>;
}

const inOrder = (a: Submission, b: Submission): number => a.committedAt - b.committedAt || a.uid - b.uid;

/** Owner of a repository as the quota counts it: the text before the first slash, trimmed, in lower case. */
const ownerOf = (repo: string): string => (repo.split('/')[0] ?? '').trim().toLowerCase();

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
    if (byOwner > limits.quotaPerOwner)
      limited.set(
        one.uid,
        `number ${byOwner} of its repository owner in one bucket of ${limits.quotaWindow} blocks`,
      );
    else if (byHotkey > limits.quotaPerHotkey)
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

/** Reset anchor: a validator without any record takes the oldest pending ones; no quota applies. */
export const scheduleResetAnchor = (pending: readonly Submission[], cap: number): Uid[] =>
  [...pending]
    .sort(inOrder)
    .slice(0, cap)
    .map((one) => one.uid);
