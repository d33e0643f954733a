import { readFile } from 'node:fs/promises';
import { damagedCaptures } from '../../artifacts/captures/damagedCaptures.js';
import { readCapturedManifests } from '../../artifacts/captures/readCaptures.js';
import { readManifest } from '../../artifacts/hub/parseManifest.js';
import { unreadable } from '../../artifacts/snapshot/fileTrouble.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import { keyOf } from './committedRevisions.js';

/**
 * Manifests that a watch captured while the hub still gave them, by `repo@revision`; of several the last one counts.
 * @throws DamagedError for an object that is no manifest of its revision; IoError
 */
export async function capturedManifests(
  dirs: readonly string[],
): Promise<ReadonlyMap<string, RepositoryManifest>> {
  const found = new Map<string, RepositoryManifest>();
  for (const dir of dirs)
    for (const { repo, revision, path } of await readCapturedManifests(dir)) {
      const text = await readFile(path, 'utf8').catch((cause) => Promise.reject(unreadable(path, cause)));
      const read = readManifest(text, { repo, revision });
      if ('why' in read) throw damagedCaptures(path, read.why, read.cause);
      found.set(keyOf({ repo, revision }), read.manifest);
    }
  return found;
}
