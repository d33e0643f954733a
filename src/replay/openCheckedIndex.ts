import type { Index } from '../store/openIndex.js';
import { indexedReplays } from '../store/queries/indexedReplays.js';
import { fileDigest } from './journal/fileDigest.js';
import { readJournal } from './journal/readJournal.js';
import { listReplays } from './listReplays.js';
import { NETUID, openCurrentIndex } from './readStoredRound.js';
import { updateIndex } from './updateIndex.js';

/**
 * Opens the index for reading when the replays that are asked still are the files that it was made from: the index is no
 * evidence. A file that is sound and another one than was indexed is taken in again.
 * @param asked ids of replays; null = all that the index holds
 * @returns null when there is no sealed replay
 * @throws DamagedError when a replay that is asked was damaged
 */
export async function openCheckedIndex(
  replays: string,
  asked: readonly string[] | null,
): Promise<Index | null> {
  const index = await openCurrentIndex(replays);
  if (index === null) return null;
  const known = await indexedReplays(index.connection);
  const changed = listReplays(replays, NETUID).filter(
    ({ id, path, sealed }) =>
      sealed && (asked?.includes(id) ?? known.has(id)) && known.get(id) !== digestOf(path, index),
  );
  if (changed.length === 0) return index;
  index.close();
  for (const { path } of changed) readJournal(path);
  await updateIndex(replays, NETUID, false);
  return openCurrentIndex(replays);
}

/** An index that stays open locks the file against whoever repairs it. */
function digestOf(path: string, index: Index): string {
  try {
    return fileDigest(path);
  } catch (error) {
    index.close();
    throw error;
  }
}
