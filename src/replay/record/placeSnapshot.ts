import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { isRunning } from '../../artifacts/hub/store/isRunning.js';
import { unreadable, unwritable } from '../../artifacts/snapshot/fileTrouble.js';
import { openSnapshot } from '../../artifacts/snapshot/openSnapshot.js';
import type { Snapshot } from '../../artifacts/snapshot/snapshot.js';
import { SnapshotMissingError } from '../../errors/artifact.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';

/** Process numbers count on one machine alone. */
const MACHINE = createHash('sha256').update(hostname()).digest('hex').slice(0, 8);

/**
 * Folder in which a snapshot is built before it is moved to its place.
 * @param parent of the place, so that both lie on one disk
 */
export const buildingDir = (parent: string, name: string): string =>
  join(parent, '.building', `${name}-${MACHINE}-${process.pid}`);

/**
 * Removes buildings of processes of this machine that are gone. A snapshot that was moved aside (`.old`) stays while the
 * building that was to take its place is there: then the move was cut.
 */
export async function clearLeftovers(parent: string): Promise<void> {
  const folder = join(parent, '.building');
  const names = await readdir(folder).catch((): string[] => []);
  for (const name of names) {
    const [, building, machine, pid] = /^((?:.*)-([0-9a-f]{8})-(\d+))(?:\.old)?$/.exec(name) ?? [];
    if (machine !== MACHINE || Number(pid) === process.pid || isRunning(Number(pid))) continue;
    const isCut = names.includes(`${building}.old`) && names.includes(building ?? '');
    if (!isCut) await clearBuilding(join(folder, name));
  }
}

/** Removes what is left of a building. It never hides the error that ended it: a rest harms nothing. */
export async function clearBuilding(building: string): Promise<void> {
  await rm(building, { recursive: true, force: true }).catch(() => undefined);
  // Only an empty folder goes: another recording may be building in it.
  await rmdir(dirname(building)).catch(() => undefined);
}

/**
 * Refuses a place that no snapshot can take, before anything is fetched. Whether a snapshot that is there gives way is
 * known only when the new one is finished.
 * @throws UsageError, IoError
 */
export async function checkPlace(dir: string): Promise<void> {
  await isEmpty(dir);
}

/** @returns false where nothing is, or a snapshot. @throws UsageError for any other files */
async function isEmpty(dir: string): Promise<boolean> {
  try {
    if ((await lstat(dir)).isSymbolicLink()) throw occupied(dir, 'it is a symbolic link');
    const names = await readdir(dir);
    if (names.length === 0 || names.includes('snapshot.json')) return names.length === 0;
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT') return false;
    throw code === 'ENOTDIR' ? occupied(dir, 'it is not a folder') : unreadable(dir, cause);
  }
  throw occupied(dir, 'it holds other files');
}

/**
 * Moves a finished snapshot to its place. One that is there and holds the same is kept when at least as many endpoints
 * agreed on it, else it gives way.
 * @returns the snapshot in its place
 * @throws UsageError when anything else is there: nothing that is not the same recording is ever removed; IoError
 */
export async function placeSnapshot(built: Snapshot, dir: string): Promise<Snapshot> {
  const there = await openSnapshot(dir).catch((error) => {
    if (error instanceof SnapshotMissingError) return null;
    throw error;
  });
  if (there !== null && there.index.digest !== built.index.digest)
    throw occupied(
      dir,
      `it holds another snapshot; the new one has the digest ${built.index.digest.slice(0, 12)}`,
    );
  if (there !== null && there.index.endpoints.length >= built.index.endpoints.length) return there;
  const old = `${built.dir}.old`;
  try {
    if (there !== null) await rename(dir, old);
    else if (await isEmpty(dir)) await rmdir(dir);
    await mkdir(dirname(dir), { recursive: true });
    await rename(built.dir, dir).catch(async (cause) => {
      if (there !== null) await rename(old, dir);
      throw cause;
    });
    await rm(old, { recursive: true, force: true });
  } catch (cause) {
    throw cause instanceof AuditError ? cause : unwritable(dir, cause);
  }
  return built.movedTo(dir);
}

const occupied = (dir: string, why: string): UsageError =>
  new UsageError({
    what: `the snapshot cannot be placed at ${dir}`,
    why,
    remedy: 'Name a new folder with --out, or leave it away. What was fetched is kept.',
  });
