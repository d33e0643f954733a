import { readFileSync, statSync } from 'node:fs';
import type { Absent } from '../../domain/absent.js';
import { sha256Hex } from '../../domain/canonical.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import { damaged } from '../snapshot/damaged.js';
import { unreadable } from '../snapshot/fileTrouble.js';
import type { Snapshot } from '../snapshot/snapshot.js';

const MAX_BYTES = 1024 * 1024;

/**
 * Reads the `config.json` of a recorded repository as plain data.
 * @returns absent `missing` when the snapshot does not hold it, `unknown` when it is no JSON object of at most 1 MiB
 * @throws SnapshotDamagedError when its bytes changed after opening
 */
export function readConfig(
  snapshot: Snapshot,
  manifest: RepositoryManifest,
): Readonly<Record<string, unknown>> | Absent {
  const where = `config.json of ${manifest.repo} at ${manifest.revision}`;
  const file = manifest.files.find((one) => one.path === 'config.json');
  if (file?.held !== true)
    return { absent: 'missing', why: `the snapshot ${snapshot.index.name} does not hold ${where}` };
  if (file.size > MAX_BYTES) return { absent: 'unknown', why: `${where} is larger than ${MAX_BYTES} bytes` };
  const bytes = readBytes(snapshot.objectPath(file), file.size);
  if (bytes === null || sha256Hex(bytes) !== file.sha256)
    throw damaged(
      snapshot.dir,
      `objects/${file.sha256} (${where})`,
      'it changed after the snapshot was opened',
    );
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof value === 'object' && value !== null && !Array.isArray(value))
      return value as Readonly<Record<string, unknown>>;
    return { absent: 'unknown', why: `${where} is JSON but not an object` };
  } catch {
    return { absent: 'unknown', why: `${where} is not JSON` };
  }
}

/** Null when the file has another size than the manifest says. */
function readBytes(path: string, size: number): Uint8Array | null {
  try {
    return statSync(path).size === size ? readFileSync(path) : null;
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
