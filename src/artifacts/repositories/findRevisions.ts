import type { RepositoryManifest } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** The recorded manifests of one repository, in the order of the snapshot; empty when it is not recorded. */
export const findRevisions = (snapshot: Snapshot, repo: string): readonly RepositoryManifest[] =>
  snapshot.index.repositories
    .filter((entry) => entry.repo === repo)
    .flatMap((entry) => snapshot.manifest(entry.repo, entry.revision) ?? []);
