import { readFileSync, statSync } from 'node:fs';
import type { Absent } from '../../domain/absent.js';
import { sha256Hex } from '../../domain/canonical.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import { damaged } from '../snapshot/damaged.js';
import { unreadable } from '../snapshot/fileTrouble.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** Largest file that is read whole: tokenizers and configs are smaller. */
const MAX_BYTES = 32 * 1024 * 1024;

/**
 * Reads one file of a recorded repository as bytes; nothing of it is interpreted.
 * @param path as the manifest spells it; never used as a path on disk
 * @returns absent `missing` when it is not listed or not held, `unknown` when it is too large
 * @throws SnapshotDamagedError when its bytes changed after opening, IoError
 */
export function readHeldFile(
  snapshot: Snapshot,
  manifest: RepositoryManifest,
  path: string,
): Uint8Array | Absent {
  const where = `${path} of ${manifest.repo} at ${manifest.revision}`;
  const file = manifest.files.find((one) => one.path === path);
  if (file?.held !== true)
    return { absent: 'missing', why: `the snapshot ${snapshot.index.name} does not hold ${where}` };
  if (file.size > MAX_BYTES) return { absent: 'unknown', why: `${where} is larger than ${MAX_BYTES} bytes` };
  const bytes = readWhole(snapshot.objectPath(file), file.size);
  if (bytes === null || sha256Hex(bytes) !== file.sha256)
    throw damaged(
      snapshot.dir,
      `objects/${file.sha256} (${where})`,
      'it changed after the snapshot was opened',
    );
  return bytes;
}

/** Null when the file has another size than the manifest says. */
function readWhole(path: string, size: number): Uint8Array | null {
  try {
    return statSync(path).size === size ? readFileSync(path) : null;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
