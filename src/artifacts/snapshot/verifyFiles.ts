import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readdir, readFile } from 'node:fs/promises';
import { join, posix } from 'node:path';
import type { ObjectRef } from '../../domain/snapshot.js';
import type { SnapshotDamagedError } from '../../errors/artifact.js';
import { damaged } from './damaged.js';
import { unreadable } from './fileTrouble.js';

const IN_FLIGHT = 8;
const READ_WHOLE_BELOW = 1024 * 1024;

/** sha256 and size of a file, streamed. */
export async function hashFile(path: string, size: number): Promise<ObjectRef> {
  const hash = createHash('sha256');
  if (size < READ_WHOLE_BELOW) {
    const bytes = await readFile(path);
    return { sha256: hash.update(bytes).digest('hex'), size: bytes.length };
  }
  let read = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: READ_WHOLE_BELOW })) {
    hash.update(chunk as Buffer);
    read += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), size: read };
}

/**
 * Checks that a folder holds exactly the expected files, each plain, with its size and sha256, and nothing else.
 * @param expected path in the snapshot to what must be there; null = checked by the caller
 * @throws SnapshotDamagedError that names the first bad file in path order
 */
export async function verifyFiles(
  dir: string,
  expected: ReadonlyMap<string, ObjectRef | null>,
): Promise<void> {
  const listed = await walk(dir, expected);
  const missing = [...expected.keys()].filter((path) => !listed.has(path)).sort();
  if (missing[0] !== undefined) throw damaged(dir, missing[0], 'the file is missing');
  const queue = [...expected].sort(([a], [b]) => (a < b ? -1 : 1));
  const bad: SnapshotDamagedError[] = [];
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const problem = next[1] === null ? null : await verifyFile(dir, next[0], next[1]);
      if (problem !== null) bad.push(problem);
    }
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, work));
  bad.sort((a, b) => (String(a.facts.file) < String(b.facts.file) ? -1 : 1));
  if (bad[0] !== undefined) throw bad[0];
}

async function verifyFile(dir: string, path: string, ref: ObjectRef): Promise<SnapshotDamagedError | null> {
  const full = join(dir, path);
  try {
    const { size } = await lstat(full);
    if (size !== ref.size) return damaged(dir, path, `it has ${size} bytes, not ${ref.size}`);
    const found = await hashFile(full, size);
    if (found.sha256 !== ref.sha256 || found.size !== ref.size)
      return damaged(dir, path, `its sha256 is ${found.sha256}, not ${ref.sha256}`);
    return null;
  } catch (cause) {
    throw unreadable(full, cause);
  }
}

/** Paths of all plain files below a folder; anything that the snapshot may not hold is refused. */
async function walk(dir: string, expected: ReadonlyMap<string, unknown>): Promise<ReadonlySet<string>> {
  const folders = new Set([...expected.keys()].flatMap(ancestors));
  const found = new Set<string>();
  const visit = async (folder: string): Promise<void> => {
    const entries = await readdir(join(dir, folder), { withFileTypes: true }).catch((cause) => {
      throw unreadable(join(dir, folder), cause);
    });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = posix.join(folder, entry.name);
      if (entry.isSymbolicLink()) throw damaged(dir, path, 'it is a symbolic link');
      if (entry.isDirectory()) {
        if (!folders.has(path)) throw damaged(dir, path, 'the index names no file in this folder');
        await visit(path);
      } else if (!entry.isFile()) throw damaged(dir, path, 'it is not a plain file');
      else if (expected.has(path)) found.add(path);
      else throw damaged(dir, path, 'the index does not name this file');
    }
  };
  await visit('');
  return found;
}

const ancestors = (path: string): string[] => {
  const parts = path.split('/').slice(0, -1);
  return parts.map((_, at) => parts.slice(0, at + 1).join('/'));
};
