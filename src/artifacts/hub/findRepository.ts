import type { Absent } from '../../domain/absent.js';
import { parseRevision } from '../../domain/revision.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/**
 * Finds the recorded manifest of a repository at a revision.
 * @param revision must be 40 hex digits: a branch or tag names files that can change
 * @returns absent when the snapshot does not hold it: that is no finding about the repository
 */
export function findRepository(
  snapshot: Snapshot,
  repo: string,
  revision: string,
): RepositoryManifest | Absent {
  if (parseRevision(revision) === null)
    return {
      absent: 'unknown',
      why: `${JSON.stringify(revision.slice(0, 100))} is a branch or tag of ${repo}, not a pinned revision of 40 hex digits.`,
    };
  const unresolved = snapshot.unresolved(repo, revision);
  return (
    snapshot.manifest(repo, revision) ?? {
      absent: 'missing',
      why:
        unresolved === null
          ? `The snapshot ${snapshot.index.name} does not record ${repo} at ${revision}.`
          : `The hub did not give ${repo} at ${revision} to the recording (${unresolved.state}: ${unresolved.why}).`,
    }
  );
}
