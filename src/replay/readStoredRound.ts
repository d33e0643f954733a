import type { ChainPass } from '../domain/hashChain.js';
import type { AxisEntry } from '../domain/journal.js';
import { AUDITED_NETUID } from '../domain/netuid.js';
import { type Index, openIndexForReading } from '../store/openIndex.js';
import { indexedReplays } from '../store/queries/indexedReplays.js';
import { replaysOfRound, type StoredRound } from '../store/queries/replaysOfRound.js';
import { chainRounds } from './bisect/chainRounds.js';
import { readJournal } from './journal/readJournal.js';
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

/** A stored round with what its replay alone holds of it; none where it recorded none. */
export interface StoredRoundChains extends StoredRound {
  readonly chains: readonly ChainPass[];
  /** Every axis that was asked, with its items. */
  readonly axes: readonly AxisEntry[];
}

/**
 * One audited round from the index; the index is brought up to the sealed replays on disk when one is not in it.
 * @param replay id of the replay to take it from; without it, this build's own replay comes first
 * @returns null when no sealed replay holds the round
 */
export async function readStoredRound(
  replays: string,
  roundId: number,
  replay: string | undefined,
): Promise<StoredRoundChains | null> {
  const index = await openCurrentIndex(replays);
  if (index === null) return null;
  try {
    const stored = await replaysOfRound(index.connection, roundId, RECROWN_SOURCE_DIGEST);
    const found = stored.find((round) => replay === undefined || round.replay === replay) ?? null;
    // The index is no evidence: what it gives must still stand in a sound replay.
    const file = listReplays(replays, NETUID).find((one) => one.sealed && one.id === found?.replay);
    const records = file === undefined ? [] : readJournal(file.path).records;
    if (found === null) return null;
    const round = chainRounds(records).find((one) => one.roundId === roundId);
    const axes = records.filter((one): one is AxisEntry => one.type === 'axis' && one.roundId === roundId);
    return { ...found, chains: round?.passes ?? [], axes };
  } finally {
    index.close();
  }
}
