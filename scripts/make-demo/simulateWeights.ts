import { reigns } from './actors.js';
import type { Plan } from './plan.js';
import { behaviourOf, committedRow, type Entries, startsUnset } from './rowEntries.js';
import type { Seeded } from './seeded.js';
import {
  activationOf,
  epochIndexAt,
  epochStart,
  RESERVE_UID,
  recycleBlockOf,
  seedBlockOf,
  TEMPO,
} from './timeline.js';

/** One weight commit of one validator. */
export interface Commit {
  readonly uid: number;
  readonly block: number;
  readonly row: Entries;
}

/** A UID that gets a new hotkey. */
export interface Recycling {
  readonly uid: number;
  readonly block: number;
}

/** What the chain shows about weights at one block. */
export interface WeightState {
  /** Visible rows by validator, with the block of the commit that each comes from. */
  readonly rows: ReadonlyMap<number, { readonly entries: Entries; readonly decidedAt: number }>;
  readonly lastUpdate: ReadonlyMap<number, number>;
  readonly pending: readonly Commit[];
}

/** Every commit of the plan: two settled rounds before the first one, then as each round says. Ascending by block. */
export function plannedCommits(plan: Plan, seeded: Seeded): readonly Commit[] {
  const commits: Commit[] = [];
  const draw = seeded.fork('commits');
  const settled = plan.validators.filter(({ uid }) => !startsUnset(plan, uid));
  const first = reigns(plan)[0];
  for (const before of [2, 1])
    for (const { uid } of settled) {
      const block = activationOf(plan.firstRound - before) + draw.int(1, 40);
      commits.push({
        uid,
        block,
        row: committedRow(plan, 'follow', first?.king.uid ?? RESERVE_UID) as Entries,
      });
    }
  reigns(plan).forEach(({ roundId, crowned }, at) => {
    const round = plan.rounds[at];
    if (round === undefined) return;
    for (const { uid } of plan.validators) {
      const behaviour = behaviourOf(round, uid);
      const row = committedRow(plan, behaviour, crowned.uid);
      const soon = activationOf(roundId) + draw.int(1, 40);
      const late = seedBlockOf(roundId + 1) + draw.int(470, 520);
      const again = recycleBlockOf(roundId) + draw.int(1, 60);
      if (row === null) continue;
      commits.push({ uid, block: behaviour === 'hidden' ? late : soon, row });
      if (behaviour === 'set-again') commits.push({ uid, block: again, row });
    }
  });
  return commits.toSorted((a, b) => a.block - b.block || a.uid - b.uid);
}

/** UIDs that are re-registered, with the block. */
export const plannedRecyclings = (plan: Plan): readonly Recycling[] =>
  reigns(plan).flatMap(({ roundId, crowned }, at) =>
    plan.rounds[at]?.kind === 'recycled' ? [{ uid: crowned.uid, block: recycleBlockOf(roundId) }] : [],
  );

/**
 * Rows, last updates and unrevealed commits at a block. A commit is revealed in the block of the epoch after the one it was made
 * in (reveal period 1, look-ahead of spec 423 and later); a replaced UID's entry becomes 0 in every row that shows then.
 */
export function weightStateAt(
  commits: readonly Commit[],
  recyclings: readonly Recycling[],
  block: number,
): WeightState {
  const rows = new Map<number, { entries: Entries; decidedAt: number }>();
  const lastUpdate = new Map<number, number>();
  const past = commits.filter((commit) => commit.block <= block);
  const isOpen = (commit: Commit) => epochIndexAt(commit.block) < epochIndexAt(block);
  for (const commit of past) lastUpdate.set(commit.uid, commit.block);
  for (const commit of past.filter(isOpen)) {
    const shown = epochStart(commit.block) + TEMPO;
    const zeroed = new Set(
      recyclings.filter((one) => one.block > shown && one.block <= block).map((one) => one.uid),
    );
    const entries = commit.row.map(([uid, weight]) => [uid, zeroed.has(uid) ? 0 : weight] as const);
    rows.set(commit.uid, { entries, decidedAt: commit.block });
  }
  return { rows, lastUpdate, pending: past.filter((commit) => !isOpen(commit)) };
}
