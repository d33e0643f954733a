import type { UidState } from '../../domain/chainState.js';
import type { WeightEntry, WeightRow } from '../../domain/weights.js';
import { toCount, toHotkey, toList } from '../codec/decodePlain.js';
import type { StateReader } from '../stateReader.js';

/** Rows of mechanism m are stored under m * 4096 + netuid; only mechanism 0 is read. */
const storageIndex = (netuid: number, mechanism = 0): number => mechanism * 4096 + netuid;

/**
 * Reads the weight rows of the UIDs that may set weights: those with a permit, and the subnet owner's.
 * @returns rows ascending by UID, entries ascending by target; a row that was read and is absent has no entries
 */
export function getWeights(reader: StateReader, uids: readonly UidState[]): readonly WeightRow[] {
  const owner = toHotkey(reader.read('SubtensorModule.SubnetOwnerHotkey', [reader.netuid]));
  return uids
    .filter((state) => state.permit || state.hotkey === owner)
    .map(({ uid }) => ({ uid, row: getRow(reader, uid) }));
}

function getRow(reader: StateReader, uid: number): readonly WeightEntry[] {
  const value = reader.read('SubtensorModule.Weights', [storageIndex(reader.netuid), uid]);
  const row = toList(value).map((pair): WeightEntry => {
    const [target, weightU16] = toList(pair);
    return [toCount(target), toCount(weightU16)];
  });
  return row.sort(([a], [b]) => a - b);
}
