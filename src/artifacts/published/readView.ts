import type { PublishedRound, TeacherCapture } from '../../domain/published.js';
import { PublishedValue } from './publishedValue.js';
import { readComposites } from './readComposites.js';
import { readEarlier, readRecord } from './readRecord.js';
import { optional, readResults, readRows } from './readRows.js';
import { readFailures, readReasons, readScores, readUids } from './readTables.js';
import { findLocalKing, findRecord, type RoundPlace } from './roundRecord.js';

const ABSENT = new PublishedValue('', '', undefined);

/** The parsed files of one validator that a view of a round is made from; null = not there. */
export interface ViewFiles {
  readonly latest: PublishedValue | null;
  readonly history: PublishedValue | null;
  /** Of the round before, where it was captured then. */
  readonly latestBefore: PublishedValue | null;
  readonly historyBefore: PublishedValue | null;
  readonly lastEval: PublishedValue | null;
  readonly composites: PublishedValue | null;
  readonly disqualified: PublishedValue | null;
  readonly evaluated: PublishedValue | null;
  readonly scores: PublishedValue | null;
  readonly failures: PublishedValue | null;
  readonly failureModels: PublishedValue | null;
  readonly captures: readonly TeacherCapture[];
  readonly sources: readonly string[];
}

/**
 * What one validator's files say about a round. Without a decided record of the round there are no rows and no king.
 * @throws PublishedFileError that names file and path when a value is not of its kind
 */
export function readView(
  files: ViewFiles,
  round: RoundPlace,
  owner: Pick<PublishedRound, 'validatorUid' | 'validatorHotkey'>,
): PublishedRound {
  const present = (list: readonly (PublishedValue | null)[]) => list.filter((file) => file !== null);
  const history = present([files.history, files.historyBefore]);
  const record = findRecord(present([files.latest, ...history]), round);
  const students = readStudents(files.lastEval, record);
  const results = readResults(students);
  const earlier = present([files.latest, files.latestBefore, ...history]);
  return {
    roundId: round.roundId,
    seedBlock: record?.get('block').count() ?? round.seedBlock,
    validatorUid: owner.validatorUid,
    validatorHotkey: owner.validatorHotkey,
    ...readRecord(record ?? ABSENT),
    rows: readRows(record ?? ABSENT, students, results),
    captures: files.captures,
    composites: readComposites(files.composites ?? ABSENT),
    disqualified: readReasons(files.disqualified ?? ABSENT),
    evaluatedUids: files.evaluated === null ? null : readUids(files.evaluated),
    localKingUid: findLocalKing({ latest: files.latest, before: files.latestBefore }, history, record, round),
    ...(files.failures === null && files.failureModels === null
      ? {}
      : { failures: readFailures(files.failures, files.failureModels) }),
    ...optional('scores', files.scores === null ? null : readScores(files.scores)),
    ...optional('rawResults', students.isNull ? null : results),
    ...optional('teacher', students.isNull ? null : (files.lastEval?.get('teacher').text() ?? null)),
    ...(earlier.length === 0 ? {} : { history: readEarlier(earlier, round) }),
    sources: files.sources,
  };
}

/** Raw results by model. A file with the seed of another block belongs to another round and is not joined. */
function readStudents(lastEval: PublishedValue | null, record: PublishedValue | null): PublishedValue {
  const seed = lastEval?.get('block_seed').count() ?? null;
  const block = record?.get('block').count() ?? null;
  if (lastEval === null || (seed !== null && block !== null && seed !== block)) return ABSENT;
  return lastEval.get('students');
}
