import type { BlockNumber } from '../domain/block.js';
import type { ChainState } from '../domain/chainState.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { RoundBlocks } from '../domain/round.js';
import { uidAt } from '../domain/uidAt.js';
import { type Holder, holderAt } from './holderAt.js';

/**
 * Who held a UID at a block, when that is a stranger to whoever held it when the round began: registered after the seed
 * block and before that block (the order inside one block is not known), under a hotkey that neither the winner nor
 * anybody who held the UID until the seed block ever showed there. A swap changes the hotkey without a registration.
 * @param owner hotkey of the winner
 */
export function strangerAt(
  states: readonly ChainState[],
  round: Pick<RoundBlocks, 'seedBlock'>,
  uid: Uid,
  owner: Hotkey,
  block: BlockNumber,
): Holder | null {
  const holder = holderAt(states, uid, block);
  if (holder === null || holder.registeredAt <= round.seedBlock || holder.registeredAt >= block) return null;
  const held = states.some((state) => {
    const own = uidAt(state, uid);
    return own !== undefined && own.registeredAt <= round.seedBlock && own.hotkey === holder.hotkey;
  });
  return holder.hotkey === owner || held ? null : holder;
}
