import { lstat, readFile } from 'node:fs/promises';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import { AuditError } from '../../errors/base.js';
import { unreadable } from '../snapshot/fileTrouble.js';
import { type CaptureLine, FIRST_PREV, lineSchema } from './captureLine.js';
import { damagedCaptures } from './damagedCaptures.js';

const MAX_LOG_BYTES = 512 * 1024 * 1024;

/** The lines of a captures folder. */
export interface CaptureHistory {
  readonly lines: readonly CaptureLine[];
  /** sha256 of the last line; zeros when there is none. */
  readonly head: string;
  /** Bytes of the whole lines. */
  readonly sound: number;
  /** Bytes of a last line that was cut while it was written; they count for nothing. */
  readonly torn: number;
}

/**
 * Reads `captures.jsonl` and checks its chain: numbers, digests of the line before, canonical form, one validator.
 * @returns null when there is no such file
 * @throws DamagedError with the number of the first bad line, IoError
 */
export async function readCaptureLog(path: string): Promise<CaptureHistory | null> {
  const bytes = await readLog(path);
  if (bytes === null) return null;
  const sound = bytes.lastIndexOf(0x0a) + 1;
  const schema = lineSchema();
  const lines: CaptureLine[] = [];
  let prev = FIRST_PREV;
  for (const text of splitLines(bytes.subarray(0, sound))) {
    const bad = (why: string, cause?: unknown) =>
      damagedCaptures(path, `line ${lines.length + 1}: ${why}`, cause);
    let line: CaptureLine;
    try {
      line = schema.parse(JSON.parse(text));
    } catch (cause) {
      throw bad('it is not a line of this format', cause);
    }
    if (canonicalJson(line) !== text) throw bad('it is not in canonical form');
    if (line.n !== lines.length) throw bad(`it has the number ${line.n}`);
    if (line.prev !== prev) throw bad('it does not follow the line before it');
    const before = lines.at(-1);
    if (before === undefined ? line.kind !== 'start' : line.at < before.at) throw bad('it is out of order');
    lines.push(line);
    prev = sha256Hex(text);
  }
  return { lines, head: prev, sound, torn: bytes.length - sound };
}

async function readLog(path: string): Promise<Buffer | null> {
  try {
    const info = await lstat(path);
    if (!info.isFile()) throw damagedCaptures(path, 'it is not a plain file');
    if (info.size > MAX_LOG_BYTES) throw damagedCaptures(path, `it is larger than ${MAX_LOG_BYTES} bytes`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
}

function* splitLines(bytes: Buffer): Generator<string> {
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0x0a, at);
    yield bytes.toString('utf8', at, end);
    at = end + 1;
  }
}
