import { basename } from 'node:path';
import { readJournal } from './journal/readJournal.js';
import { listReplays } from './listReplays.js';
import { NETUID } from './readStoredRound.js';

/**
 * Says that a round was not found because of damage, and not because nobody audited it.
 * @param replay the only one that is asked; undefined for any
 * @param known ids of the replays that the index holds: one on disk that it lacks could not be read
 * @param missing rounds that none of them holds
 * @throws DamagedError where one of these may be in a sealed replay that is damaged
 */
export function refuseDamaged(
  replays: string,
  replay: string | undefined,
  known: ReadonlyMap<string, string>,
  missing: readonly number[],
): void {
  for (const { id, path, sealed } of listReplays(replays, NETUID)) {
    if (!sealed || known.has(id) || (replay !== undefined && replay !== id)) continue;
    if (missing.some((roundId) => mayHold(path, roundId))) readJournal(path);
  }
}

/** Whether a replay holds a round by the name of its file, which begins with its first and last round. */
function mayHold(path: string, roundId: number): boolean {
  const span = /^(\d{1,10})-(\d{1,10})-/.exec(basename(path));
  return span === null || (Number(span[1]) <= roundId && roundId <= Number(span[2]));
}
