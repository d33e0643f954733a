import { SnapshotDamagedError } from '../../errors/artifact.js';

/**
 * Builds the one error that a changed, cut or foreign byte of a snapshot gives.
 * @param file path inside the snapshot, as the person can find it
 * @param why the fact that shows it
 */
export const damaged = (dir: string, file: string, why: string, cause?: unknown): SnapshotDamagedError =>
  new SnapshotDamagedError({
    what: `the snapshot ${dir} is damaged: ${file}`,
    why,
    remedy: 'Restore the snapshot from where it came from (git checkout, or a new copy) and run again.',
    facts: { snapshot: dir, file },
    cause,
  });
