import type { PublishedRound, TeacherCapture } from '../../domain/published.js';
import type { SnapshotPublishedEntry } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';
import { PublishedValue } from './publishedValue.js';
import { readComposites, readUidKey } from './readComposites.js';
import { readPublishedFile } from './readPublishedFile.js';
import { readRows } from './readRows.js';
import { findLocalKing, findRecord, type RoundPlace } from './roundRecord.js';

const EVAL_DATA = /^eval_data(_\w+)?\.json$/;
const ABSENT = new PublishedValue('', '', undefined);

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
    views.push(await readView(snapshot, own, round));
  }
  return views;
}

async function readView(
  snapshot: Snapshot,
  own: readonly SnapshotPublishedEntry[],
  round: RoundPlace,
): Promise<PublishedRound> {
  const files = own.filter((entry) => entry.roundId === round.roundId);
  const read = (entry: SnapshotPublishedEntry | undefined) =>
    entry === undefined ? null : readPublishedFile(snapshot, entry);
  const last = (name: string, from = files) => read(from.findLast((entry) => entry.name === name));
  const previous = own.filter((entry) => entry.roundId === round.roundId - 1);
  const latest = await last('h2h_latest.json');
  const history = [await last('h2h_history.json'), await last('h2h_history.json', previous)].filter(
    (file) => file !== null,
  );
  const record = findRecord(
    [latest, ...history].filter((file) => file !== null),
    round,
  );
  const [first] = files as [SnapshotPublishedEntry, ...SnapshotPublishedEntry[]];
  const evaluated = await read(files.find((entry) => entry.name === 'evaluated_uids.json'));
  return {
    roundId: round.roundId,
    seedBlock: record?.get('block').count() ?? round.seedBlock,
    validatorUid: first.validatorUid,
    validatorHotkey: first.validatorHotkey,
    ...readKings(record ?? ABSENT),
    rows: readRows(record ?? ABSENT, await readStudents(await last('last_eval.json'), record)),
    captures: await readCaptures(snapshot, files),
    composites: readComposites((await last('composite_scores.json')) ?? ABSENT),
    disqualified: readReasons((await last('disqualified.json')) ?? ABSENT),
    evaluatedUids: evaluated === null ? null : readUids(evaluated),
    localKingUid: findLocalKing(await last('h2h_latest.json', previous), history, record, round),
    sources: [...new Set(files.map((entry) => entry.name))],
  };
}

const readKings = (record: PublishedValue) => ({
  kingUid: record.get('king_uid').uid(),
  prevKingUid: record.get('prev_king_uid').uid(),
  newKingUid: record.get('new_king_uid').uid(),
  kingChanged: record.get('king_changed').flag(),
  nPrompts: record.get('n_prompts').count(),
});

/** Raw results by model. A file with the seed of another block belongs to another round and is not joined. */
function readStudents(lastEval: PublishedValue | null, record: PublishedValue | null): PublishedValue {
  const seed = lastEval?.get('block_seed').count() ?? null;
  const block = record?.get('block').count() ?? null;
  if (lastEval === null || (seed !== null && block !== null && seed !== block)) return ABSENT;
  return lastEval.get('students');
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
      items: file.get('data').items().map(readItem),
    });
  }
  return captures;
}

function readItem(item: PublishedValue): { prompt: string; continuation: string } {
  const [prompt, continuation] = [item.get('prompt'), item.get('continuation')];
  return { prompt: prompt.required(prompt.text()), continuation: continuation.required(continuation.text()) };
}

const readReasons = (file: PublishedValue): Readonly<Record<string, string>> =>
  Object.fromEntries(file.entries().map(([key, reason]) => [key, reason.required(reason.text())]));

/** UIDs as numbers, or as the texts that a set of keys is written as. */
const readUids = (file: PublishedValue): readonly number[] =>
  file
    .items()
    .map((item) =>
      typeof item.value === 'string' ? readUidKey(item.value, item) : item.required(item.uid()),
    );
