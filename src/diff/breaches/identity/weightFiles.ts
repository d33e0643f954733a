import type { RepositoryFile, RepositoryManifest } from '../../../domain/snapshot.js';

/** The safetensors files of a repository, by path. */
export const weightFiles = (manifest: RepositoryManifest): readonly RepositoryFile[] =>
  manifest.files
    .filter((file) => file.path.endsWith('.safetensors'))
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));

/**
 * What the weight hash of precheck 20 is taken of: the digest of a single file, whatever its name, else name and digest of
 * each. Two repositories have one weight hash exactly when these are equal; empty without weight files.
 */
export function weightIdentity(files: readonly RepositoryFile[]): string {
  const [first] = files;
  return files.length === 1 && first !== undefined
    ? first.sha256
    : files.map((file) => `${file.path}:${file.sha256}`).join('\n');
}
