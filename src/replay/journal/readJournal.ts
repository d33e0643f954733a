import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import { isBlockTime } from '../../domain/blockTime.js';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { JournalLine, JournalRecord, StartRecord } from '../../domain/journal.js';
import type { Verdict } from '../../domain/verdict.js';
import { DamagedError, NewerVersionError, SnapshotMissingError } from '../../errors/artifact.js';
import { checkAxesRecord } from './checkAxesRecord.js';
import { resultsDigest } from './resultsDigest.js';

export interface JournalContent {
  readonly start: StartRecord;
  readonly records: readonly JournalRecord[];
  /** Bytes up to the end of the last whole line. Anything after it is a line that was cut by a crash. */
  readonly soundBytes: number;
  /** sha256 of the last whole line: the `prev` of the next one. */
  readonly lastHash: string;
  readonly sealed: boolean;
}

export const FIRST_PREV = '0'.repeat(64);
/** Ending of the name that only sealing gives. */
export const SEALED = '.replay.jsonl';
const MAX_BYTES = 512 * 1024 * 1024;

/**
 * Reads a journal or a sealed replay and checks the hash chain of its lines.
 * A last line without a newline was cut by a crash and is left out; any other fault is an error, and so is a sealed
 * replay without its seal.
 * @throws DamagedError, NewerVersionError, SnapshotMissingError
 */
export function readJournal(path: string): JournalContent {
  const bytes = readBytes(path);
  const { records, soundBytes, lastHash } = readLines(path, bytes, [], FIRST_PREV);
  const [start] = records;
  if (start === undefined || start.type !== 'start')
    throw damaged(path, 'it does not begin with a start record');
  const sealed = records.at(-1)?.type === 'seal';
  if (!sealed && path.endsWith(SEALED)) throw damaged(path, 'it is named as sealed, and its seal is missing');
  if (sealed && soundBytes !== bytes.length) throw damaged(path, 'bytes follow its seal');
  if (sealed) checkSeal(path, records, bytes.toString('utf8', 0, soundBytes).trimEnd());
  return { start, records, soundBytes, lastHash, sealed };
}

/**
 * Reads what a running journal has beyond what was read of it before; its lines must follow from those.
 * @param before of the same path, not sealed
 * @returns null when the file is shorter than before, is gone, or was sealed: then it must be read whole
 * @throws DamagedError, also when the file was begun anew
 */
export function readFurther(path: string, before: JournalContent): JournalContent | null {
  const bytes = readRest(path, before.soundBytes);
  if (bytes === null) return null;
  const { records, soundBytes, lastHash } = readLines(path, bytes, before.records, before.lastHash);
  if (records.at(-1)?.type === 'seal') return null;
  return { ...before, records, soundBytes: before.soundBytes + soundBytes, lastHash };
}

/** @param before records of the lines before, whose last has the sha256 `prev` */
function readLines(
  path: string,
  bytes: Buffer,
  before: readonly JournalRecord[],
  prev: string,
): Pick<JournalContent, 'records' | 'soundBytes' | 'lastHash'> {
  const soundBytes = bytes.lastIndexOf(0x0a) + 1;
  const records = [...before];
  let lastHash = prev;
  for (let from = 0; from < soundBytes; ) {
    const to = bytes.indexOf(0x0a, from);
    const line = bytes.toString('utf8', from, to);
    records.push(readLine(path, line, records.length, lastHash));
    lastHash = sha256Hex(line);
    from = to + 1;
  }
  return { records, soundBytes, lastHash };
}

/** Bytes from an offset on; null when the file is shorter, or gone. */
function readRest(path: string, from: number): Buffer | null {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return null;
  }
  try {
    const { size } = fstatSync(file);
    if (size < from) return null;
    if (size > MAX_BYTES) throw damaged(path, `it is larger than ${MAX_BYTES} bytes`);
    const bytes = Buffer.alloc(size - from);
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, from));
  } finally {
    closeSync(file);
  }
}

/** Every line but the last is covered by the `prev` of the next one; the seal must follow from what it seals. */
function checkSeal(path: string, records: readonly JournalRecord[], text: string): void {
  const verdicts: Record<string, Verdict> = {};
  for (const record of records)
    if (record.type === 'round') verdicts[String(record.result.roundId)] = record.result.verdict;
  const before = text.lastIndexOf('\n');
  const prev = sha256Hex(text.slice(text.lastIndexOf('\n', before - 1) + 1, before));
  const record = { type: 'seal', digest: resultsDigest(records), verdicts };
  if (text.slice(before + 1) !== canonicalJson({ n: records.length - 1, prev, record }))
    throw damaged(path, 'its seal does not follow from its records');
}

function readBytes(path: string): Buffer {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw new SnapshotMissingError({
      what: `replay ${path} cannot be read`,
      why: cause instanceof Error ? cause.message : String(cause),
      remedy: 'give the path of a journal or of a sealed replay',
      cause,
    });
  }
  if (bytes.length > MAX_BYTES) throw damaged(path, `it is larger than ${MAX_BYTES} bytes`);
  return bytes;
}

function readLine(path: string, line: string, n: number, prev: string): JournalRecord {
  let parsed: JournalLine;
  try {
    parsed = JSON.parse(line) as JournalLine;
  } catch (cause) {
    throw damaged(path, `line ${n + 1} is not JSON`, cause);
  }
  const record = parsed?.record;
  if (parsed?.n !== n || typeof record !== 'object' || record === null || typeof record.type !== 'string')
    throw damaged(path, `line ${n + 1} is not a journal line`);
  if (record.type === 'start' && record.schema > 1)
    throw new NewerVersionError({
      what: `replay ${path} has format ${record.schema}`,
      why: 'this version of recrown reads format 1',
      remedy: 'use a newer recrown',
    });
  const fault = checkAxesRecord(record) ?? checkSeedTime(record);
  if (fault !== null) throw damaged(path, `line ${n + 1} holds what cannot be used: ${fault}`);
  if (parsed.prev !== prev) throw damaged(path, `line ${n + 1} does not follow from the line before it`);
  return record;
}

/** Screens compute with the time of a round: what is none would end them. */
const checkSeedTime = (record: JournalRecord): string | null =>
  record.type !== 'round' || record.result?.seedTime === undefined || isBlockTime(record.result.seedTime)
    ? null
    : 'result.seedTime: not a time as 2026-06-11T20:48:00Z';

const damaged = (path: string, why: string, cause?: unknown): DamagedError =>
  new DamagedError({
    what: `replay ${path} is damaged`,
    why,
    remedy: 'remove the file and compute it again with recrown audit',
    cause,
  });
