import type { BlockNumber } from '../../domain/block.js';
import type { ChainEvent, ChainState, PendingWeightCommit, UidState } from '../../domain/chainState.js';
import type { Hotkey } from '../../domain/identity.js';
import { uidAt } from '../../domain/uidAt.js';
import type { WeightEntry } from '../../domain/weights.js';

/** One recorded state as one validator sees it. */
export interface ValidatorView {
  readonly state: ChainState;
  readonly block: BlockNumber;
  /** Hotkey that held the UID at this state: a swap changes it. */
  readonly hotkey: Hotkey;
  /** 0 when it set or committed nothing since it was registered. */
  readonly lastUpdate: BlockNumber;
  /** null when the row was not read: only rows of permitted UIDs and the owner's are. */
  readonly row: readonly WeightEntry[] | null;
  /** Its commits that are stored, in stored order, also those made under a hotkey that it swapped away. */
  readonly pending: readonly PendingWeightCommit[];
  /** Events that name it, in order; null when the block's events were not read. */
  readonly events: readonly ChainEvent[] | null;
}

/**
 * The states in which a validator held its UID, ascending. A hotkey that changes without a registration is a swap, and
 * the same validator; a registration ends it (rule: rows and commits, docs/methodology.md).
 */
export function validatorViews(validator: UidState, states: readonly ChainState[]): ValidatorView[] {
  const { uid, hotkey, registeredAt } = validator;
  const held: Held[] = [];
  const leftAt = new Map<Hotkey, BlockNumber>();
  let before: Hotkey | null = null;
  for (const state of states) {
    const own = uidAt(state, uid);
    if (own === undefined || (own.registeredAt !== registeredAt && own.hotkey !== hotkey)) continue;
    held.push({ state, own, before });
    if (before !== null && before !== own.hotkey) {
      leftAt.set(before, state.block);
      leftAt.delete(own.hotkey);
    }
    before = own.hotkey;
  }
  return held.map((one) => viewOf(one, leftAt));
}

/** A state with what it holds of the validator, and the hotkey at the state before that it held its UID in. */
interface Held {
  readonly state: ChainState;
  readonly own: UidState;
  readonly before: Hotkey | null;
}

function viewOf({ state, own, before }: Held, leftAt: ReadonlyMap<Hotkey, BlockNumber>): ValidatorView {
  const { uid, hotkey } = own;
  return {
    state,
    block: state.block,
    hotkey,
    lastUpdate: own.lastUpdate > own.registeredAt ? own.lastUpdate : 0,
    row: state.weights.find((one) => one.uid === uid)?.row ?? null,
    pending: state.pendingWeightCommits.filter((commit) => isOwn(commit, hotkey, leftAt)),
    events:
      state.events?.filter(
        // In the block of a swap the chain's own reveals still name the old hotkey.
        ({ hotkey: who, uid: target }) => (who === null ? target === uid : who === hotkey || who === before),
      ) ?? null,
  };
}

/** A hotkey that was swapped away may be registered again elsewhere: what it commits then is not of this validator. */
function isOwn(
  commit: PendingWeightCommit,
  current: Hotkey,
  leftAt: ReadonlyMap<Hotkey, BlockNumber>,
): boolean {
  if (commit.hotkey === current) return true;
  const left = leftAt.get(commit.hotkey);
  return left !== undefined && (commit.committedAt ?? 0) <= left;
}
