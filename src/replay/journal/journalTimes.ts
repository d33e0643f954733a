import { appendFileSync, closeSync, fstatSync, mkdirSync, openSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { JournalRecord } from '../../domain/journal.js';

const NAME = 'times';
/** A file beyond this is none of ours. */
const MAX_BYTES = 1 << 24;

/**
 * Notes when a line of a running journal was written, beside it: a journal itself holds no time, because the same inputs
 * give the same bytes.
 * @param n number of the line, from 0
 */
export function keepTime(workDir: string, n: number): void {
  try {
    if (n === 0) mkdirSync(workDir, { recursive: true });
    appendFileSync(join(workDir, NAME), `${n} ${Date.now()}\n`);
  } catch {
    // The log is then shown without this time; a full disk stops the audit at its journal, with its own error.
  }
}

/** How far the file of times was read. */
interface Place {
  readonly inode: number;
  readonly bytes: number;
  /** Its last bytes up to there: another file, or one that was written anew, has others. */
  readonly end: string;
}

const NOWHERE: Place = { inode: -1, bytes: 0, end: '' };
const END_BYTES = 64;

/**
 * Reads the times of a running journal again and again: of a file that grew only its new lines.
 * @returns from the records of the journal so far, milliseconds since 1970 by record, of a round by its result; one map that
 * grows, and a new one when the file or the journal was begun anew; empty where nothing was kept
 */
export function createTimesReader(
  workDir: string,
): (records: readonly JournalRecord[]) => ReadonlyMap<object, number> {
  let place = NOWHERE;
  let byLine = new Map<number, number>();
  let byRecord = new Map<object, number>();
  let known: readonly JournalRecord[] = [];
  return (records) => {
    const read = readFrom(join(workDir, NAME), place);
    const isAnew = read.from === 0 || known[0] !== records[0];
    if (read.from === 0) byLine = new Map();
    if (isAnew) {
      byRecord = new Map();
      known = [];
    }
    const put = (n: number): void => {
      const record = records[n];
      const at = byLine.get(n);
      if (record !== undefined && at !== undefined)
        byRecord.set(record.type === 'round' ? record.result : record, at);
    };
    // Of a line that was written twice, before an interruption and after it, the later time counts.
    for (const [, line, at] of read.text.matchAll(/^(\d{1,9}) (\d{1,15})$/gm)) {
      byLine.set(Number(line), Number(at));
      if (!isAnew) put(Number(line));
    }
    for (let n = known.length; n < records.length; n += 1) put(n);
    known = records;
    place = read.place;
    return byRecord;
  };
}

/** The whole lines after a place, or from the start (`from` is 0 then) when what lies there is not what was read. */
function readFrom(path: string, place: Place): { readonly from: number; text: string; place: Place } {
  let file: number | undefined;
  try {
    file = openSync(path, 'r');
    const { size, ino } = fstatSync(file);
    if (size > MAX_BYTES) return { from: 0, text: '', place: NOWHERE };
    if (ino === place.inode && size >= place.bytes) {
      const from = place.bytes - place.end.length;
      const text = textOf(file, from, size);
      if (text.startsWith(place.end)) return taken(ino, from, text, place.end.length);
    }
    return taken(ino, 0, textOf(file, 0, size), 0);
  } catch {
    return { from: 0, text: '', place: NOWHERE };
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/** Bytes as characters, so that lengths are the same. */
function textOf(file: number, from: number, to: number): string {
  const bytes = Buffer.alloc(to - from);
  return bytes.toString('latin1', 0, readSync(file, bytes, 0, bytes.length, from));
}

/** @param text what was read at `from`; its first `old` characters were read before */
function taken(inode: number, from: number, text: string, old: number): ReturnType<typeof readFrom> {
  // A line without its end is still being written.
  const whole = text.lastIndexOf('\n') + 1;
  const end = text.slice(Math.max(0, whole - END_BYTES), whole);
  return { from: from + old, text: text.slice(old, whole), place: { inode, bytes: from + whole, end } };
}
