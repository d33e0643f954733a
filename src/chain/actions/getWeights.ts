import type { UidState } from '../../domain/chainState.js';
import type { Hotkey } from '../../domain/identity.js';
import type { WeightEntry, WeightRow } from '../../domain/weights.js';
import { toCount, toList } from '../codec/decodePlain.js';
import { splitStorageIndex, storageIndex } from '../codec/storageIndex.js';
import { storageKey } from '../codec/storageKeys.js';
import type { StateReader } from '../stateReader.js';
import { refuseSubnet } from './refuseSubnet.js';

const ITEM = 'SubtensorModule.Weights';

/**
 * Reads the weight rows of the UIDs that may set weights: those with a permit, and the subnet owner's.
 * @returns rows ascending by UID, entries ascending by target; a row that was read and is absent has no entries
 * @throws UnsupportedSubnetError when a row of another mechanism than 0 was recorded
 */
export function getWeights(
  reader: StateReader,
  uids: readonly UidState[],
  owner: Hotkey,
): readonly WeightRow[] {
  refuseOtherMechanisms(reader);
  return uids
    .filter((state) => state.permit || state.hotkey === owner)
    .map(({ uid }) => ({ uid, row: getRow(reader, uid) }));
}

function getRow(reader: StateReader, uid: number): readonly WeightEntry[] {
  const value = reader.read(ITEM, [storageIndex(reader.netuid), uid]);
  const row = toList(value).map((pair): WeightEntry => {
    const [target, weightU16] = toList(pair);
    return [toCount(target), toCount(weightU16)];
  });
  return row.sort(([a], [b]) => a - b);
}

/** Keys are the item's prefix, the index and the UID, two bytes each, little endian. */
function refuseOtherMechanisms(reader: StateReader): void {
  const prefix = storageKey(reader.runtime, ITEM, []);
  for (const key of reader.storage.keys()) {
    if (!key.startsWith(prefix) || key.length < prefix.length + 4) continue;
    const index = Buffer.from(key.slice(prefix.length, prefix.length + 4), 'hex').readUInt16LE();
    const { netuid, mechanism } = splitStorageIndex(index);
    if (netuid === reader.netuid && mechanism !== 0 && (reader.storage.get(key)?.value ?? null) !== null)
      throw refuseSubnet(
        reader,
        `it holds weights of mechanism ${mechanism}, and the rules know mechanism 0`,
      );
  }
}
