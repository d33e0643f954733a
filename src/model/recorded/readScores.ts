import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { SnapshotMissingError } from '../../errors/artifact.js';
import {
  DIGEST_BYTES,
  damagedScores,
  HEAD_BYTES,
  KEY_BYTES,
  MAX_HEADER_BYTES,
  MAX_RECORDS,
  MAX_RESULT_BYTES,
  parseHeader,
  recordDigest,
  type ScoresHeader,
} from './scoresLayout.js';

/** Where the result of a key stands in its file. */
interface Place {
  readonly at: number;
  readonly length: number;
}

/** A file of scores whose digests are right. */
export interface ScoresFile {
  readonly path: string;
  readonly header: ScoresHeader;
  /** Of the bytes up to `soundBytes`. */
  readonly sha256: string;
  /** By key; of several records of one key the last counts. */
  readonly places: ReadonlyMap<string, Place>;
  /** Bytes up to the end of the last whole record. */
  readonly soundBytes: number;
  readonly sizeBytes: number;
}

/**
 * Reads a file of scores once from end to end and checks the digest of every record; results stay on disk.
 * Bytes after `soundBytes` are a record that was cut: what that means is for the caller to say.
 * @throws SnapshotMissingError, DamagedError
 */
export async function readScores(path: string): Promise<ScoresFile> {
  const file = await open(path, 'r').catch((cause: unknown) => {
    throw new SnapshotMissingError({
      what: `the file of scores ${path} cannot be read`,
      why: cause instanceof Error ? cause.message : String(cause),
      remedy: 'Give the path of a file that recrown audit --record-scores wrote.',
      cause,
    });
  });
  try {
    const { size } = await file.stat();
    const whole = createHash('sha256');
    const line = await headerLine(path, file);
    const header = parseHeader(path, line.toString('utf8'));
    whole.update(line);
    const places = new Map<string, Place>();
    let at = line.length;
    for (;;) {
      const record = await readRecord(path, file, at, size, whole);
      if (record === null) break;
      if (places.size >= MAX_RECORDS) throw damagedScores(path, `it holds more than ${MAX_RECORDS} results`);
      places.set(record.key, record.place);
      at = record.end;
    }
    return { path, header, sha256: whole.digest('hex'), places, soundBytes: at, sizeBytes: size };
  } finally {
    await file.close();
  }
}

async function headerLine(path: string, file: FileHandle): Promise<Buffer> {
  const start = await bytesAt(file, 0, MAX_HEADER_BYTES);
  const end = start.indexOf(0x0a);
  if (end < 0) throw damagedScores(path, 'it does not begin with a line of JSON');
  return start.subarray(0, end + 1);
}

/** Null at the end of the file, and where the last record was cut. */
async function readRecord(
  path: string,
  file: FileHandle,
  at: number,
  size: number,
  whole: Hash,
): Promise<{ readonly key: string; readonly place: Place; readonly end: number } | null> {
  const head = await bytesAt(file, at, HEAD_BYTES);
  if (head.length < HEAD_BYTES) return null;
  const length = head.readUInt32LE(KEY_BYTES);
  if (length > MAX_RESULT_BYTES)
    throw damagedScores(
      path,
      `the result at byte ${at} has ${length} bytes, the limit is ${MAX_RESULT_BYTES}`,
    );
  const end = at + HEAD_BYTES + length + DIGEST_BYTES;
  if (end > size) return null;
  const rest = await bytesAt(file, at + HEAD_BYTES, length + DIGEST_BYTES);
  const digest = recordDigest(head.subarray(0, KEY_BYTES), rest.subarray(0, length));
  if (!digest.equals(rest.subarray(length)))
    throw damagedScores(path, `the result at byte ${at} is not what its digest says`);
  whole.update(head).update(rest);
  const key = head.subarray(0, KEY_BYTES).toString('hex');
  return { key, place: { at: at + HEAD_BYTES, length }, end };
}

/** Fewer bytes at the end of the file. */
async function bytesAt(file: FileHandle, at: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  let got = 0;
  while (got < length) {
    const { bytesRead } = await file.read(bytes, got, length - got, at + got);
    if (bytesRead === 0) break;
    got += bytesRead;
  }
  return bytes.subarray(0, got);
}
