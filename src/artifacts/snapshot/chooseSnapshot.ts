import { resolve } from 'node:path';
import { SnapshotMissingError } from '../../errors/artifact.js';
import { UsageError } from '../../errors/input.js';
import { findSnapshots } from './findSnapshots.js';

/** Where a command looks for its snapshot. */
export interface SnapshotChoice {
  /** Folder against which relative paths are read. */
  readonly cwd: string;
  /** The snapshot that the person named; null = the only one under `snapshots`. */
  readonly snapshot: string | null;
  /** Folder that holds snapshots. */
  readonly snapshots: string;
}

/**
 * Chooses the folder of the snapshot that a command reads. Nothing is opened.
 * @throws SnapshotMissingError when there is none; UsageError that lists the choices when there are several
 */
export async function chooseSnapshot(choice: SnapshotChoice): Promise<string> {
  if (choice.snapshot !== null) return resolve(choice.cwd, choice.snapshot);
  const folder = resolve(choice.cwd, choice.snapshots);
  const found = await findSnapshots(folder);
  if (found.length === 0)
    throw new SnapshotMissingError({
      what: `there is no snapshot under ${folder}`,
      remedy: 'Name one with --snapshot DIR, or the folder that holds them with --snapshots DIR.',
      facts: { snapshots: folder },
    });
  const [only, ...others] = found as [string, ...string[]];
  if (others.length === 0) return only;
  throw new UsageError({
    what: `there are ${found.length} snapshots under ${folder}`,
    why: found.join(', '),
    remedy: 'Choose one with --snapshot DIR.',
    facts: { snapshots: found },
  });
}
