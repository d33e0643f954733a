import type { UidState } from '../../domain/chainState.js';
import { toCount, toFlag, toHotkey, toList } from '../codec/decodePlain.js';
import type { StorageItemName } from '../codec/runtime.js';
import type { StateReader } from '../stateReader.js';

/**
 * Reads every UID with hotkey, permit, stake weight and its two blocks, ascending. A vector that is shorter than the
 * subnet gives 0 or false, as the runtime itself reads it.
 */
export function getMetagraph(reader: StateReader): readonly UidState[] {
  const { netuid } = reader;
  const vector = (name: StorageItemName) => toList(reader.read(name, [netuid]));
  const size = toCount(reader.read('SubtensorModule.SubnetworkN', [netuid]));
  const permits = vector('SubtensorModule.ValidatorPermit').map(toFlag);
  const stakes = vector('SubtensorModule.StakeWeight').map(toCount);
  const updates = vector('SubtensorModule.LastUpdate').map(toCount);
  return Array.from({ length: size }, (_, uid) => ({
    uid,
    hotkey: toHotkey(reader.read('SubtensorModule.Keys', [netuid, uid])),
    permit: permits[uid] ?? false,
    stakeWeight: stakes[uid] ?? 0,
    lastUpdate: updates[uid] ?? 0,
    registeredAt: toCount(reader.read('SubtensorModule.BlockAtRegistration', [netuid, uid])),
  }));
}
