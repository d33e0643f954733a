import type { BlockNumber } from '../domain/block.js';
import type { ChainState, UidState } from '../domain/chainState.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { RoundBlocks } from '../domain/round.js';
import type { WeightEntry } from '../domain/weights.js';
import { windowEnd } from '../eras/roundBlocks.js';

/** A row as the recorded states show it, with the commit (or direct set) that it comes from. */
export interface ShownRow {
  /** null: the row is there, but the block of its commit lies before the recorded blocks or between two of them. */
  readonly decidedAt: BlockNumber | null;
  /** First recorded block that shows it. */
  readonly visibleAt: BlockNumber;
  /** The row as it appeared. */
  readonly first: readonly WeightEntry[];
  /** The row at the last recorded block of the window that shows it: the chain may have put 0 at a replaced UID. */
  readonly last: readonly WeightEntry[];
  readonly lastAt: BlockNumber;
  /**
   * True when it is the row that was shown before: set again, or the reveal of its commit failed. Storage alone does not
   * tell the two apart.
   */
  readonly unchanged: boolean;
}

/** Everything that one permitted validator showed while the recorded states were read. */
export interface FollowedValidator {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  /** u16 as stored, at the seed block where it is recorded. */
  readonly stakeWeight: number;
  /** In order of appearance. */
  readonly shown: readonly ShownRow[];
  /** Blocks of commits that are not revealed at the last state, ascending. */
  readonly hidden: readonly BlockNumber[];
}

/**
 * Follows the rows of every validator with a permit through the recorded states. Under commit-reveal `LastUpdate` is
 * the block of the last commit, so a visible row comes from the newest commit that is no longer pending
 * (rule: rows and commits, docs/methodology.md).
 * @param states ascending by block, from before the activation block on
 */
export function followRows(round: RoundBlocks, states: readonly ChainState[]): FollowedValidator[] {
  const base =
    states.findLast((state) => state.block <= round.activationBlock && state.block >= round.seedBlock) ??
    states[0];
  if (base === undefined) return [];
  const seed = states.find((state) => state.block === round.seedBlock) ?? base;
  const stakes = new Map(seed.uids.map((one) => [one.hotkey, one.stakeWeight]));
  return base.uids
    .filter((one) => one.permit)
    .map((one) => followOne(one, stakes.get(one.hotkey) ?? one.stakeWeight, round, states));
}

/** One state as one validator sees it. */
interface View {
  readonly block: BlockNumber;
  readonly lastUpdate: BlockNumber;
  readonly row: readonly WeightEntry[];
  readonly pending: readonly BlockNumber[];
}

function viewsOf({ uid, hotkey }: UidState, states: readonly ChainState[]): View[] {
  return states.flatMap((state) => {
    const own = state.uids.find((one) => one.uid === uid && one.hotkey === hotkey);
    if (own === undefined) return [];
    return [
      {
        block: state.block,
        lastUpdate: own.lastUpdate > own.registeredAt ? own.lastUpdate : 0,
        row: state.weights.find((one) => one.uid === uid)?.row ?? [],
        pending: state.pendingWeightCommits
          .filter((commit) => commit.hotkey === hotkey)
          .map((commit) => commit.committedAt),
      },
    ];
  });
}

function followOne(
  validator: UidState,
  stakeWeight: number,
  round: RoundBlocks,
  states: readonly ChainState[],
): FollowedValidator {
  const views = viewsOf(validator, states);
  const known = new Set(views.flatMap((view) => [view.lastUpdate, ...view.pending]));
  const shown: ShownRow[] = [];
  for (const view of views) {
    if (view.row.length === 0) continue;
    const decided = [...known].filter(
      (block) => block > 0 && block <= view.lastUpdate && !view.pending.includes(block),
    );
    add(shown, view, decided.length === 0 ? null : Math.max(...decided), windowEnd(round));
  }
  const { uid, hotkey } = validator;
  const hidden = [...(views.at(-1)?.pending ?? [])].sort((a, b) => a - b);
  return { uid, hotkey, stakeWeight, shown, hidden };
}

/** Appends a view: the same row as before, a new one, or one whose commit nobody recorded. */
function add(shown: ShownRow[], view: View, decidedAt: BlockNumber | null, end: BlockNumber): void {
  const before = shown.at(-1);
  const unchanged = before !== undefined && sameButZeros(before.last, view.row);
  const fresh = { visibleAt: view.block, first: view.row, last: view.row, lastAt: view.block, unchanged };
  if (before === undefined || (decidedAt !== null && !shown.some((one) => one.decidedAt === decidedAt))) {
    shown.push({ decidedAt, ...fresh });
    return;
  }
  if (!unchanged) shown.push({ decidedAt: null, ...fresh });
  else if (view.block <= end) shown[shown.length - 1] = { ...before, last: view.row, lastAt: view.block };
}

/** True when the later row is the earlier one, or the earlier one with zeros that the chain put there. */
const sameButZeros = (earlier: readonly WeightEntry[], later: readonly WeightEntry[]): boolean =>
  earlier.length === later.length &&
  earlier.every(
    ([uid, weight], i) => later[i]?.[0] === uid && (later[i]?.[1] === weight || later[i]?.[1] === 0),
  );

/**
 * The row that speaks for a round's crown: the newest one decided before the next round began. What a validator sets
 * after that may already prepare the next round (it sets its incumbent first), so it counts only without an earlier one.
 */
export const rowOfDecision = (validator: FollowedValidator, round: RoundBlocks): ShownRow | null =>
  validator.shown.findLast(
    ({ decidedAt }) =>
      decidedAt !== null && decidedAt >= round.activationBlock && decidedAt < round.nextSeedBlock,
  ) ?? rowOfWindow(validator, round);

/** Newest row decided in the round's window [activation, next activation) that a recorded state shows. */
export const rowOfWindow = (validator: FollowedValidator, round: RoundBlocks): ShownRow | null =>
  validator.shown.findLast(
    ({ decidedAt }) =>
      decidedAt !== null && decidedAt >= round.activationBlock && decidedAt < windowEnd(round),
  ) ?? null;
