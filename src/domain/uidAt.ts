import type { ChainState, UidState } from './chainState.js';
import type { Uid } from './identity.js';

/** What a state holds of a UID, or undefined. A subnet numbers its UIDs from 0, so that most stand at their own number. */
export function uidAt({ uids }: Pick<ChainState, 'uids'>, uid: Uid): UidState | undefined {
  const placed = uids[uid];
  return placed?.uid === uid ? placed : uids.find((one) => one.uid === uid);
}
