import type { PublishedRound, TeacherCapture } from '../../domain/published.js';
import type { SnapshotPublishedEntry } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import type { PublishedValue } from './publishedValue.js';
import { readPublishedFile } from './readPublishedFile.js';
import { readItems } from './readTeacherItems.js';
import { readView, type ViewFiles } from './readView.js';
import type { RoundPlace } from './roundRecord.js';

const EVAL_DATA = /^eval_data(_\w+)?\.json$/;

/**
 * Reads what each validator published about a round, one view per validator, ascending by UID. Of several captures
 * of one file the last counts, but for `evaluated_uids.json`, where the first shows the start of the round, and for
 * `eval_data.json`, of which every capture is a teacher text of its own. A validator whose files hold no decided record
 * of the round has no rows and no king.
 * @throws PublishedFileError that names file and path when one cannot be read
 */
export async function readPublishedRounds(
  snapshot: Snapshot,
  round: RoundPlace,
): Promise<readonly PublishedRound[]> {
  const entries = snapshot.index.published;
  const validators = new Set(
    entries.filter((entry) => entry.roundId === round.roundId).map((entry) => entry.validatorUid),
  );
  const views: PublishedRound[] = [];
  for (const uid of [...validators].sort((a, b) => a - b)) {
    const own = entries.filter((entry) => entry.validatorUid === uid);
    const [first] = own as [SnapshotPublishedEntry, ...SnapshotPublishedEntry[]];
    views.push(readView(await readFiles(snapshot, own, round.roundId), round, first));
  }
  return views;
}

async function readFiles(
  snapshot: Snapshot,
  own: readonly SnapshotPublishedEntry[],
  roundId: number,
): Promise<ViewFiles> {
  const entries = own.filter((entry) => entry.roundId === roundId);
  const previous = own.filter((entry) => entry.roundId === roundId - 1);
  const read = async (entry: SnapshotPublishedEntry | undefined): Promise<PublishedValue | null> =>
    entry === undefined ? null : readPublishedFile(snapshot, entry);
  const last = (name: string, from = entries) => read(from.findLast((entry) => entry.name === name));
  return {
    latest: await last('h2h_latest.json'),
    history: await last('h2h_history.json'),
    latestBefore: await last('h2h_latest.json', previous),
    historyBefore: await last('h2h_history.json', previous),
    lastEval: await last('last_eval.json'),
    composites: await last('composite_scores.json'),
    disqualified: await last('disqualified.json'),
    evaluated: await read(entries.find((entry) => entry.name === 'evaluated_uids.json')),
    scores: await last('scores.json'),
    failures: await last('failures.json'),
    failureModels: await last('failure_models.json'),
    captures: await readCaptures(snapshot, entries),
    sources: [...new Set(entries.map((entry) => entry.name))],
  };
}

async function readCaptures(
  snapshot: Snapshot,
  files: readonly SnapshotPublishedEntry[],
): Promise<readonly TeacherCapture[]> {
  const captures: TeacherCapture[] = [];
  for (const entry of files.filter((one) => EVAL_DATA.test(one.name))) {
    const file = await readPublishedFile(snapshot, entry);
    captures.push({
      sha256: entry.file.sha256,
      capturedAt: entry.capturedAt,
      blockSeed: file.get('block_seed').count(),
      items: readItems(file),
    });
  }
  return captures;
}
