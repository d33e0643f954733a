import type { BlockNumber } from '../domain/block.js';
import type { ChainState } from '../domain/chainState.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import { uidAt } from '../domain/uidAt.js';

/** Who held a UID at a block, and since when. */
export interface Holder {
  readonly hotkey: Hotkey;
  readonly registeredAt: BlockNumber;
}

/**
 * Who held a UID at a block, from the recorded states: the first state at or after the block whose holder was already
 * registered then, else the last state before it. Null when the recorded states show only later holders.
 * @param states ascending by block
 */
export function holderAt(states: readonly ChainState[], uid: Uid, block: BlockNumber): Holder | null {
  let last: Holder | null = null;
  for (const state of states) {
    const found = uidAt(state, uid);
    if (found === undefined) continue;
    if (state.block >= block && found.registeredAt <= block) return found;
    if (state.block <= block) last = found;
  }
  return last;
}
