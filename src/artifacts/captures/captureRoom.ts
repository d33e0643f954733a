import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { IoError } from '../../errors/store.js';
import { unreadable } from '../snapshot/fileTrouble.js';

/** How much a captures folder holds, and how much it may hold. */
export class CaptureRoom {
  private constructor(
    readonly dir: string,
    readonly maxBytes: number,
    private used: number,
  ) {}

  /**
   * Measures a folder with all that lies below it; links count with their own size and are not followed.
   * @throws IoError
   */
  static async of(dir: string, maxBytes: number): Promise<CaptureRoom> {
    return new CaptureRoom(dir, maxBytes, await bytesBelow(dir));
  }

  /**
   * Sets bytes aside before they are written.
   * @throws IoError when they do not fit; the caller writes nothing then
   */
  take(bytes: number): void {
    if (this.used + bytes > this.maxBytes)
      throw new IoError({
        what: `the captures in ${this.dir} have no room for ${bytes} more bytes`,
        why: `they hold ${this.used} bytes, and may hold ${this.maxBytes}`,
        remedy:
          'Give a larger --max-bytes, or another folder with --out; what was captured before is whole and stays.',
        facts: { path: this.dir, used: this.used, maxBytes: this.maxBytes },
      });
    this.used += bytes;
  }
}

async function bytesBelow(dir: string): Promise<number> {
  let sum = 0;
  try {
    for (const entry of await readdir(dir, { withFileTypes: true })) {
      const path = join(dir, entry.name);
      sum += entry.isDirectory() ? await bytesBelow(path) : await sizeOf(path);
    }
  } catch (cause) {
    throw unreadable(dir, cause);
  }
  return sum;
}

/** A file that another process removed meanwhile has no size. */
async function sizeOf(path: string): Promise<number> {
  try {
    return (await lstat(path)).size;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return 0;
    throw cause;
  }
}
