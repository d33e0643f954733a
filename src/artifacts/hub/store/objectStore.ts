import { createHash } from 'node:crypto';
import { constants, createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { unreadable, unwritable } from '../../snapshot/fileTrouble.js';
import { holdLock } from './holdLock.js';
import { PartFile } from './partFile.js';

/**
 * Folder of verified files, each named by the sha256 of its bytes and by nothing else. A file under its final name was
 * whole and right when it was put there; `<sha256>.part` is a file that is being received or waits to be continued.
 */
export class ObjectStore {
  /** Objects that this process has hashed, with the size and time at which it did. */
  readonly #verified = new Map<string, string>();
  readonly #running = new Map<string, Promise<unknown>>();

  constructor(
    readonly dir: string,
    readonly signal: AbortSignal,
    /** Milliseconds since 1970; decides when a lock is given up, nothing else. */
    readonly now: () => number,
  ) {}

  /** @param sha256 64 hex digits */
  pathOf(sha256: string): string {
    return join(this.dir, sha256);
  }

  /**
   * True when the store holds an object whose bytes still have their digest; one that no longer has is removed.
   * @throws IoError
   */
  async has(sha256: string, size: number): Promise<boolean> {
    const path = this.pathOf(sha256);
    try {
      const found = await stat(path);
      const mark = `${found.size} ${found.mtimeMs}`;
      if (this.#verified.get(sha256) === mark) return found.size === size;
      if (found.isFile() && found.size === size && (await hashOf(path, this.signal)) === sha256) {
        this.#verified.set(sha256, mark);
        return true;
      }
      await unlink(path);
      return false;
    } catch (cause) {
      if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return false;
      this.signal.throwIfAborted();
      throw unreadable(path, cause);
    }
  }

  /**
   * Fills one object: `fill` gets its part file, with what an earlier try left. Calls for the same object share one
   * filling, also between processes: the others wait, and then find it done.
   * @returns what `fill` returned, or null when the object was there
   */
  async fill<T>(sha256: string, size: number, fill: (part: PartFile) => Promise<T>): Promise<T | null> {
    const running = this.#running.get(sha256);
    if (running !== undefined) {
      // Failed or not, that filling is over: what it left is looked at anew.
      await running.catch(() => undefined);
      return this.fill(sha256, size, fill);
    }
    const work = this.#fillAlone(sha256, size, fill);
    this.#running.set(sha256, work);
    try {
      return await work;
    } finally {
      this.#running.delete(sha256);
    }
  }

  async #fillAlone<T>(sha256: string, size: number, fill: (part: PartFile) => Promise<T>): Promise<T | null> {
    if (await this.has(sha256, size)) return null;
    const path = this.pathOf(sha256);
    await mkdir(this.dir, { recursive: true }).catch((cause: unknown) => {
      throw unwritable(this.dir, cause);
    });
    const lock = await holdLock(`${path}.lock`, this.signal, this.now);
    let handle: FileHandle | undefined;
    try {
      if (await this.has(sha256, size)) return null;
      handle = await openPart(`${path}.part`);
      const part = new PartFile(`${path}.part`, handle, { sha256, size }, this.signal);
      const result = await fill(part);
      if (part.isWhole) await this.#keep(handle, path);
      return result;
    } finally {
      await handle?.close();
      await lock.release();
    }
  }

  async #keep(handle: FileHandle, path: string): Promise<void> {
    try {
      await handle.sync();
      await rename(`${path}.part`, path);
    } catch (cause) {
      throw unwritable(path, cause);
    }
  }
}

/** A link in place of the part is not followed: it could lead out of the folder. */
async function openPart(path: string): Promise<FileHandle> {
  try {
    return await open(path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o644);
  } catch (cause) {
    throw unwritable(path, cause);
  }
}

async function hashOf(path: string, signal: AbortSignal): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path, { highWaterMark: 1 << 20, signal }))
    hash.update(piece as Buffer);
  return hash.digest('hex');
}
