import type { SnapshotChoice } from '../artifacts/snapshot/chooseSnapshot.js';
import { notReplayed } from '../report/notReplayed.js';
import { reportRound } from '../report/reportRound.js';
import type { ReportRound, ReportView } from '../report/reportView.js';
import { indexedReplays } from '../store/queries/indexedReplays.js';
import { replaysOfRounds } from '../store/queries/replaysOfRounds.js';
import { chainsOf } from './chainsOf.js';
import { listReplays } from './listReplays.js';
import { readReplayView } from './readReplayView.js';
import { NETUID, openCurrentIndex } from './readStoredRound.js';
import { refuseDamaged } from './refuseDamaged.js';
import { promptTexts } from './texts/promptTexts.js';

/**
 * What sealed replays say about some rounds. The index says which replay holds a round; what is reported is read from the
 * replay itself, whose chain of hashes is checked.
 * @param rounds ascending, at least one
 * @param replay id of the replay to take every round from; without it, this build's own replays come first
 * @param choice where the texts of a single round's prompts are looked for; without it they are left out
 * @returns null when no sealed replay holds any of the rounds
 * @throws DamagedError also where a round is in no sound replay and may be in a damaged one
 */
export async function readReport(
  replays: string,
  rounds: readonly number[],
  replay: string | undefined,
  choice?: SnapshotChoice,
): Promise<ReportView | null> {
  const index = await openCurrentIndex(replays);
  if (index === null) return null;
  const span = [rounds[0] as number, rounds.at(-1) as number] as const;
  const places = new Map<number, string>();
  let known: ReadonlyMap<string, string>;
  try {
    known = await indexedReplays(index.connection);
    for (const stored of await replaysOfRounds(index.connection, span, RECROWN_SOURCE_DIGEST))
      if ((replay === undefined || stored.replay === replay) && !places.has(stored.roundId))
        places.set(stored.roundId, stored.replay);
  } finally {
    index.close();
  }
  refuseDamaged(
    replays,
    replay,
    known,
    rounds.filter((roundId) => !places.has(roundId)),
  );
  const files = new Map(
    listReplays(replays, NETUID).flatMap(({ id, path, sealed }) => (sealed ? [[id, path] as const] : [])),
  );
  const found = new Map<number, ReportRound>();
  // One replay after the other: a journal with its scores is large, and of several rounds only the results are kept.
  for (const id of new Set(places.values())) {
    const path = files.get(id);
    if (path === undefined) continue;
    const own = readReplayView(path);
    for (const result of own.results)
      if (places.get(result.roundId) === id) {
        const isOne = rounds.length === 1;
        const texts = isOne && choice !== undefined ? await promptTexts(own, result, choice) : undefined;
        found.set(
          result.roundId,
          reportRound(own, result, isOne ? chainsOf(own, result.roundId) : null, texts),
        );
      }
  }
  if (found.size === 0) return null;
  return { netuid: NETUID, rounds: rounds.map((roundId) => found.get(roundId) ?? notReplayed(roundId)) };
}
