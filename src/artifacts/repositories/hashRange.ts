import { createHash } from 'node:crypto';
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { unreadable } from '../snapshot/fileTrouble.js';

const PIECE = 4 * 1024 * 1024;

/**
 * sha256 of a part of a file, read in pieces; lower-case hex.
 * @param size of the whole file as it is known
 * @returns null when the file has another size or ends early
 * @throws IoError
 */
export function hashRange(path: string, start: number, bytes: number, size: number): string | null {
  try {
    const file = openSync(path, 'r');
    try {
      if (fstatSync(file).size !== size) return null;
      const hash = createHash('sha256');
      const piece = Buffer.allocUnsafe(Math.min(PIECE, Math.max(bytes, 1)));
      for (let done = 0; done < bytes; ) {
        const got = readSync(file, piece, 0, Math.min(piece.length, bytes - done), start + done);
        if (got === 0) return null;
        hash.update(piece.subarray(0, got));
        done += got;
      }
      return hash.digest('hex');
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
