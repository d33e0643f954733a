import { openIndexForReading } from '../store/openIndex.js';
import { indexedReplays } from '../store/queries/indexedReplays.js';
import { replaysOfRound, type StoredRound } from '../store/queries/replaysOfRound.js';
import { readJournal } from './journal/readJournal.js';
import { listReplays } from './listReplays.js';
import { indexPath, updateIndex } from './updateIndex.js';

/** The only subnet of this version. */
export const NETUID = 24;

/**
 * One audited round from the index; the index is brought up to the sealed replays on disk when one is not in it.
 * @param replay id of the replay to take it from; without it, this build's own replay comes first
 * @returns null when no sealed replay holds the round
 */
export async function readStoredRound(
  replays: string,
  roundId: number,
  replay: string | undefined,
): Promise<StoredRound | null> {
  const sealed = listReplays(replays, NETUID).filter((file) => file.sealed);
  if (sealed.length === 0) return null;
  let index = await openIndexForReading(indexPath(replays));
  let rebuild = index === null;
  if (index !== null) {
    const known = await indexedReplays(index.connection);
    // An index of more than there is holds a replay that was removed: only building it anew drops that one.
    rebuild = known.size > sealed.length;
    if (rebuild || sealed.some((file) => !known.has(file.id))) {
      index.close();
      index = null;
    }
  }
  if (index === null) {
    await updateIndex(replays, NETUID, rebuild);
    index = await openIndexForReading(indexPath(replays));
  }
  if (index === null) return null;
  try {
    const stored = await replaysOfRound(index.connection, roundId, RECROWN_SOURCE_DIGEST);
    const found = stored.find((round) => replay === undefined || round.replay === replay) ?? null;
    // The index is no evidence: what it gives must still stand in a sound replay.
    const file = sealed.find((one) => one.id === found?.replay);
    if (file !== undefined) readJournal(file.path);
    return found;
  } finally {
    index.close();
  }
}
