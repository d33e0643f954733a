import type { BlockNumber } from '../domain/block.js';
import type { ChainState, UidState } from '../domain/chainState.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import { RecentCache } from '../domain/recentCache.js';
import type { RoundBlocks } from '../domain/round.js';
import { uidAt } from '../domain/uidAt.js';
import type { DroppedDecision, WeightEntry } from '../domain/weights.js';
import { windowEnd } from '../eras/roundBlocks.js';
import { type Applied, appliedAt } from './rows/appliedAt.js';
import { decisionsOf } from './rows/decisions.js';
import { sameButZeros } from './rows/sameButZeros.js';
import { type ValidatorView, validatorViews } from './rows/validatorViews.js';

/** A row as the recorded states show it, with the commit (or direct set) that it comes from. */
export interface ShownRow {
  /**
   * null: the row is there, but the block of its commit lies before the recorded blocks or between two of them, or the
   * states do not tell which of several decisions it is.
   */
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
  /** True when it is the row that was shown before, and events or a direct set's block show that it was set again. */
  readonly repeated: boolean;
  /** True when its validator has set nothing since it was registered: the UID's former holder left the row. */
  readonly inherited: boolean;
}

/** Everything that one permitted validator showed while the recorded states were read. */
export interface FollowedValidator {
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  /** u16 as stored, at the seed block where it is recorded. */
  readonly stakeWeight: number;
  /** In order of appearance. */
  readonly shown: readonly ShownRow[];
  /** Blocks of commits that are not revealed at the last state and still can be, ascending. */
  readonly hidden: readonly BlockNumber[];
  /** Decisions that never became a row, ascending. */
  readonly dropped: readonly DroppedDecision[];
}

/**
 * Follows the rows of every validator with a permit through the recorded states. Under commit-reveal `LastUpdate` is
 * the block of the last commit, so a visible row comes from the commit that the chain revealed last
 * (rule: rows and commits, docs/methodology.md).
 * @param states ascending by block, from before the activation block on
 */
export function followRows(round: RoundBlocks, states: readonly ChainState[]): readonly FollowedValidator[] {
  const key = `${round.seedBlock} ${round.activationBlock}`;
  const known = followed.get(states)?.get(key);
  if (known !== undefined) return known;
  const rows = followAll(round, states);
  followed.set(states, (followed.get(states) ?? new Map<string, typeof rows>()).set(key, rows));
  return rows;
}

/** Many breaches ask for the rows of one round. */
const followed = new RecentCache<readonly ChainState[], Map<string, readonly FollowedValidator[]>>(4);

function followAll(round: RoundBlocks, states: readonly ChainState[]): FollowedValidator[] {
  const base =
    states.findLast((state) => state.block <= round.activationBlock && state.block >= round.seedBlock) ??
    states[0];
  if (base === undefined) return [];
  const seed = states.find((state) => state.block === round.seedBlock) ?? base;
  return base.uids
    .filter((one) => one.permit)
    .map((one) => followOne(one, stakeAt(seed, one), round, states));
}

/** Stake weight of a validator at another state; a swapped hotkey is told by UID and registration. */
function stakeAt(state: ChainState, validator: UidState): number {
  const own = uidAt(state, validator.uid);
  if (own?.hotkey === validator.hotkey) return own.stakeWeight;
  const moved = state.uids.find((one) => one.hotkey === validator.hotkey);
  return (moved ?? (own?.registeredAt === validator.registeredAt ? own : validator)).stakeWeight;
}

function followOne(
  validator: UidState,
  stakeWeight: number,
  round: RoundBlocks,
  states: readonly ChainState[],
): FollowedValidator {
  const { uid, hotkey } = validator;
  const views = validatorViews(validator, states);
  const decisions = decisionsOf(views, views.at(-1)?.block === states.at(-1)?.block);
  const end = windowEnd(round);
  const shown: Showing[] = [];
  for (const [at, view] of views.entries()) {
    if (view.row === null || view.row.length === 0) continue;
    add(shown, view.row, view, appliedAt(decisions, at), end);
  }
  const hidden: BlockNumber[] = [];
  const dropped: DroppedDecision[] = [];
  for (const { at, gone, dropped: why } of decisions) {
    if (at === null) continue;
    if (why !== null) dropped.push({ decidedAt: at, why });
    else if (gone === null) hidden.push(at);
  }
  return {
    uid,
    hotkey,
    stakeWeight,
    shown,
    hidden: hidden.sort((a, b) => a - b),
    dropped: dropped.sort((a, b) => a.decidedAt - b.decidedAt),
  };
}

/** A row while it is followed: its end moves on. */
interface Showing extends ShownRow {
  last: readonly WeightEntry[];
  lastAt: BlockNumber;
}

/** Appends a view: the same row as before, a new one, or one whose commit nobody recorded. */
function add(
  shown: Showing[],
  row: readonly WeightEntry[],
  { block, lastUpdate }: ValidatorView,
  { decision, unsure }: Applied,
  end: BlockNumber,
): void {
  const decidedAt = unsure ? null : (decision?.at ?? null);
  const certain = decision?.certain === true && !unsure;
  const before = shown.at(-1);
  const same = before !== undefined && sameButZeros(before.last, row);
  const isNew =
    before === undefined || (decidedAt !== null && !shown.some((one) => one.decidedAt === decidedAt));
  if (isNew || !same)
    shown.push({
      decidedAt: isNew ? decidedAt : null,
      visibleAt: block,
      first: row,
      last: row,
      lastAt: block,
      unchanged: same && !certain,
      repeated: same && certain,
      inherited: lastUpdate === 0,
    });
  else if (block <= end) {
    before.last = row;
    before.lastAt = block;
  }
}

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
