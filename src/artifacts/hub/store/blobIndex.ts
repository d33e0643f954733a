import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { sha256Hex } from '../../../domain/canonical.js';
import { unreadable, unwritable } from '../../snapshot/fileTrouble.js';
import { blobSha1 } from '../fetchSmallFile.js';
import type { ObjectStore } from './objectStore.js';

/** Beside the objects: small files whose name is git's digest and whose text is the sha256 of the same bytes. */
const placeOf = (store: ObjectStore, sha1: string): string => join(dirname(store.dir), 'blobs', sha1);

/**
 * Finds a small file that was fetched before. The index is not trusted: the object must have both digests.
 * @param sha1 40 hex digits
 * @returns its sha256, or null
 */
export async function findBlob(store: ObjectStore, sha1: string, size: number): Promise<string | null> {
  const text = await readOrNull(placeOf(store, sha1));
  const sha256 = /^([0-9a-f]{64})\n$/.exec(text?.toString('latin1') ?? '')?.[1];
  if (sha256 === undefined || !(await store.has(sha256, size))) return null;
  const bytes = await readOrNull(store.pathOf(sha256));
  return bytes !== null && blobSha1(bytes) === sha1 ? sha256 : null;
}

/** Keeps a small file whose git digest was checked, and returns its sha256. */
export async function addBlob(store: ObjectStore, sha1: string, bytes: Uint8Array): Promise<string> {
  const sha256 = sha256Hex(bytes);
  await store.fill(sha256, bytes.length, async (part) => {
    await part.restart();
    await part.append(bytes);
    await part.finish();
  });
  const place = placeOf(store, sha1);
  try {
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, `${sha256}\n`);
  } catch (cause) {
    throw unwritable(place, cause);
  }
  return sha256;
}

async function readOrNull(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw unreadable(path, cause);
  }
}
