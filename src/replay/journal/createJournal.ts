import {
  closeSync,
  existsSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { JournalRecord, StartRecord } from '../../domain/journal.js';
import type { Verdict } from '../../domain/verdict.js';
import { keepTime } from './journalTimes.js';
import { type FileLock, lockFile } from './lockFile.js';
import { FIRST_PREV, readJournal, SEALED } from './readJournal.js';
import { resultsDigest } from './resultsDigest.js';
import { writeError } from './writeError.js';

/** An append-only journal of one run. Every record is on disk when `append` returns. */
export interface Journal {
  readonly path: string;
  /** Folder for intermediate results that only a resumed run needs; removed when the journal is sealed. */
  readonly workDir: string;
  readonly resumed: boolean;
  /** All records so far, oldest first. */
  readonly records: readonly JournalRecord[];
  /** Those of one round, oldest first. */
  recordsOf(roundId: number): readonly JournalRecord[];
  append(record: JournalRecord): void;
  /** Appends the seal, gives the file its final name and removes the work folder. */
  seal(): { path: string; digest: string };
  /** Keeps everything on disk and lets another process go on with it. */
  close(): void;
}

/**
 * Opens the journal of a run, or goes on with one that was interrupted.
 * @param folder `replays/sn24`
 * @param fresh starts over even when an unfinished journal of the same id exists
 * @throws StoreLockedError while another process writes it; IoError; DamagedError
 */
export function createJournal(folder: string, start: StartRecord, fresh: boolean): Journal {
  const path = join(folder, `${start.id}.journal`);
  const workDir = join(folder, `${start.id}.work`);
  writing(path, () => mkdirSync(folder, { recursive: true }));
  const lock = lockFile(`${path}.lock`, 'this audit is already running');
  try {
    if (fresh) {
      rmSync(path, { force: true });
      rmSync(workDir, { recursive: true, force: true });
    }
    return openLocked(path, workDir, start, lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function openLocked(path: string, workDir: string, start: StartRecord, lock: FileLock): Journal {
  const unfinished = holdsALine(path) ? readJournal(path) : null;
  const fd = writing(path, () => openSync(path, 'a'));
  const records: JournalRecord[] = unfinished === null ? [] : [...unfinished.records];
  const byRound = new Map<number, JournalRecord[]>();
  for (const record of records) file(byRound, record);
  let prev = unfinished?.lastHash ?? FIRST_PREV;
  let size = unfinished?.soundBytes ?? 0;
  writing(path, () => ftruncateSync(fd, size));

  const append = (record: JournalRecord): void => {
    const line = canonicalJson({ n: records.length, prev, record });
    const bytes = Buffer.from(`${line}\n`);
    try {
      writeAll(fd, bytes);
      fsyncSync(fd);
    } catch (cause) {
      // A full disk may have taken a part of the line: it must not stay in front of a later one.
      ftruncateSync(fd, size);
      throw writeError(path, cause);
    }
    keepTime(workDir, records.length);
    size += bytes.length;
    prev = sha256Hex(line);
    records.push(record);
    file(byRound, record);
  };
  if (unfinished === null) append(start);
  const close = (): void => {
    closeSync(fd);
    lock.release();
  };
  return {
    path,
    workDir,
    resumed: unfinished !== null,
    records,
    recordsOf: (roundId) => byRound.get(roundId) ?? [],
    append,
    seal: () => {
      const verdicts: Record<string, Verdict> = {};
      for (const record of records)
        if (record.type === 'round') verdicts[String(record.result.roundId)] = record.result.verdict;
      const digest = resultsDigest(records);
      append({ type: 'seal', digest, verdicts });
      const { rounds } = start.spec;
      const final = join(dirname(path), `${rounds[0]}-${rounds.at(-1)}-${start.id}${SEALED}`);
      writing(path, () => renameSync(path, final));
      rmSync(workDir, { recursive: true, force: true });
      close();
      return { path: final, digest };
    },
    close,
  };
}

/** Puts a record to those of its round; the start and the seal are of none. */
function file(byRound: Map<number, JournalRecord[]>, record: JournalRecord): void {
  const roundId =
    record.type === 'round' ? record.result.roundId : 'roundId' in record ? record.roundId : null;
  if (roundId === null) return;
  const own = byRound.get(roundId);
  if (own === undefined) byRound.set(roundId, [record]);
  else own.push(record);
}

/** False for a journal whose first line was never finished: such a run starts over. */
const holdsALine = (path: string): boolean => existsSync(path) && readFileSync(path).includes(0x0a);

function writeAll(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}

function writing<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (cause) {
    throw writeError(path, cause);
  }
}
