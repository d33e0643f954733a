import { AUDITED_NETUID } from '../domain/netuid.js';
import { type Index, openIndexForReading } from '../store/openIndex.js';
import { indexedReplays } from '../store/queries/indexedReplays.js';
import { listReplays } from './listReplays.js';
import { indexPath, updateIndex } from './updateIndex.js';

/** The only subnet of this version. */
export const NETUID = AUDITED_NETUID;

/**
 * Opens the index for reading, brought up to the sealed replays on disk.
 * @returns null when there is no sealed replay
 */
export async function openCurrentIndex(replays: string): Promise<Index | null> {
  const sealed = listReplays(replays, NETUID).filter((file) => file.sealed);
  if (sealed.length === 0) return null;
  const index = await openIndexForReading(indexPath(replays));
  let rebuild = index === null;
  if (index !== null) {
    const known = await indexedReplays(index.connection);
    // An index of more than there is holds a replay that was removed: only building it anew drops that one.
    rebuild = known.size > sealed.length;
    if (!rebuild && sealed.every((file) => known.has(file.id))) return index;
    index.close();
  }
  await updateIndex(replays, NETUID, rebuild);
  return openIndexForReading(indexPath(replays));
}
