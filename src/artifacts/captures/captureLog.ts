import { closeSync, fsyncSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import { lstat, mkdir, open, readdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson, sha256Hex } from '../../domain/canonical.js';
import type { ObjectRef } from '../../domain/snapshot.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { unreadable, unwritable } from '../snapshot/fileTrouble.js';
import { hashFile } from '../snapshot/verifyFiles.js';
import {
  type CaptureEntry,
  type CaptureLine,
  FIRST_PREV,
  type LogEntry,
  type StartEntry,
} from './captureLine.js';
import { CaptureRoom } from './captureRoom.js';
import { damagedCaptures } from './damagedCaptures.js';
import { readCaptureLog } from './readCaptureLog.js';

const LOG = 'captures.jsonl';
const PART = /^[0-9a-f]{64}\.part$/;

/**
 * The append-only record of what one validator served: `captures.jsonl` and `objects/<sha256>` in one folder. A line is
 * written after the bytes that it names are on disk, so that an end at any moment leaves a sound record. The caller
 * holds the folder's lock.
 */
export class CaptureLog {
  readonly #lines: CaptureLine[];
  readonly #latest = new Map<string, CaptureEntry & CaptureLine>();
  readonly #fd: number;
  #head: string;

  private constructor(
    readonly dir: string,
    /** Bytes of a cut last line that were dropped on opening. */
    readonly torn: number,
    readonly now: () => number,
    readonly room: CaptureRoom,
    opened: { lines: CaptureLine[]; head: string; fd: number },
  ) {
    this.#lines = opened.lines;
    this.#head = opened.head;
    this.#fd = opened.fd;
    for (const line of opened.lines) this.#note(line);
  }

  /**
   * Opens the record in an existing folder, or starts it there.
   * @param now milliseconds since 1970; a line is never dated before the line that it follows
   * @param maxBytes most that the folder may hold with all that lies below it
   * @throws DamagedError when the record is not whole, UsageError when it is of another validator, IoError
   */
  static async open(
    dir: string,
    start: Pick<StartEntry, 'validator' | 'api'>,
    now: () => number,
    maxBytes = Number.MAX_SAFE_INTEGER,
  ): Promise<CaptureLog> {
    const path = join(dir, LOG);
    await prepareObjects(join(dir, 'objects'));
    const found = await readCaptureLog(path);
    const lines = [...(found?.lines ?? [])];
    const starts = lines.filter((line) => line.kind === 'start');
    if (starts.some((line) => line.validator !== start.validator))
      throw new UsageError({
        what: `the captures in ${dir} are of another validator`,
        why: `they name ${starts[0]?.validator}`,
        remedy: 'Name another folder with --out.',
      });
    const room = await CaptureRoom.of(dir, maxBytes);
    const fd = openLog(path, found);
    const log = new CaptureLog(dir, found?.torn ?? 0, now, room, {
      lines,
      head: found?.head ?? FIRST_PREV,
      fd,
    });
    try {
      if (starts.at(-1)?.api !== start.api) log.append({ kind: 'start', schema: 1, ...start });
      return log;
    } catch (error) {
      log.close();
      throw error;
    }
  }

  get lines(): readonly CaptureLine[] {
    return this.#lines;
  }

  /** The newest capture of a name for a round. */
  last(name: string, roundId: number | null): CaptureEntry | null {
    return this.#latest.get(`${name} ${roundId}`) ?? null;
  }

  /** Writes one line and waits until it is on disk. @throws IoError, also when there is no room for it */
  append(entry: LogEntry): void {
    const at = new Date(this.now()).toISOString();
    const before = this.#lines.at(-1)?.at ?? at;
    const line: CaptureLine = {
      ...entry,
      n: this.#lines.length,
      prev: this.#head,
      at: at < before ? before : at,
    };
    const text = canonicalJson(line);
    this.room.take(text.length + 1);
    try {
      writeAll(this.#fd, Buffer.from(`${text}\n`));
      fsyncSync(this.#fd);
    } catch (cause) {
      throw unwritable(join(this.dir, LOG), cause);
    }
    this.#lines.push(line);
    this.#note(line);
    this.#head = sha256Hex(text);
  }

  /**
   * Stores bytes under their sha256; bytes that are there are read and compared, not written again.
   * @throws DamagedError, IoError, also when there is no room for them
   */
  async addObject(bytes: Uint8Array): Promise<ObjectRef> {
    const ref = { sha256: sha256Hex(bytes), size: bytes.length };
    const path = join(this.dir, 'objects', ref.sha256);
    try {
      if (await isThere(path)) {
        const found = await hashFile(path, bytes.length);
        if (found.sha256 === ref.sha256) return ref;
        throw damagedCaptures(path, `its sha256 is ${found.sha256}`);
      }
      this.room.take(bytes.length);
      const part = await open(`${path}.part`, 'wx');
      try {
        await part.writeFile(bytes);
        await part.sync();
      } finally {
        await part.close();
      }
      await rename(`${path}.part`, path);
      return ref;
    } catch (cause) {
      throw cause instanceof AuditError ? cause : unwritable(path, cause);
    }
  }

  close(): void {
    closeSync(this.#fd);
  }

  #note(line: CaptureLine): void {
    if (line.kind === 'capture') this.#latest.set(`${line.name} ${line.roundId}`, line);
  }
}

function openLog(path: string, found: { sound: number; torn: number } | null): number {
  try {
    const fd = openSync(path, found === null ? 'ax' : 'r+');
    if (found === null) return fd;
    if (found.torn > 0) ftruncateSync(fd, found.sound);
    closeSync(fd);
    return openSync(path, 'a');
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

function writeAll(fd: number, bytes: Buffer): void {
  for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
}

/** A folder for objects, real and without the remains of a write that was cut. */
async function prepareObjects(objects: string): Promise<void> {
  try {
    await mkdir(objects, { recursive: true });
    if (!(await lstat(objects)).isDirectory())
      throw damagedCaptures(objects, 'it is not a folder of its own');
    for (const name of await readdir(objects)) if (PART.test(name)) await rm(join(objects, name));
  } catch (cause) {
    throw cause instanceof AuditError ? cause : unwritable(objects, cause);
  }
}

async function isThere(path: string): Promise<boolean> {
  try {
    if ((await lstat(path)).isFile()) return true;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw unreadable(path, cause);
  }
  throw damagedCaptures(path, 'it is not a plain file');
}
