import type { Absent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import { modelDigest } from '../../domain/modelDigest.js';
import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** Which files of a model must be there: none where its numbers are recorded, its config where a server has the weights. */
export type NeededFiles = 'all' | 'config' | 'none';

/** Weights lie beside the config; what lies in folders is not part of the model that is loaded. */
const isWeights = (file: RepositoryFile): boolean => /^[^/\\]+\.safetensors$/.test(file.path);

/**
 * The two kinds of file that a model is built from, as objects on disk: `config.json` and the `*.safetensors` beside
 * it, ascending by their names. No other file of a repository is ever opened, and no name of one is used as a path.
 * @param needed files that the snapshot must hold; paths of others are left out where it does not
 * @returns absent when the manifest does not list the config and weights, or a needed one is not held
 */
export function modelFiles(
  snapshot: Snapshot,
  manifest: RepositoryManifest,
  needed: NeededFiles = 'all',
): ModelFiles | Absent {
  const missing = (what: string): Absent => ({
    absent: 'missing',
    why: `The snapshot ${snapshot.index.name} does not hold ${what} of ${manifest.repo} at ${manifest.revision}.`,
  });
  const config = manifest.files.find((file) => file.path === 'config.json');
  if (config === undefined || (needed !== 'none' && !config.held)) return missing('config.json');
  const weights = manifest.files.filter(isWeights).sort((a, b) => (a.path < b.path ? -1 : 1));
  if (weights.length === 0) return missing('any safetensors file');
  const absent = weights.filter((file) => !file.held);
  if (needed === 'all' && absent.length > 0)
    return missing(`${absent.length} of ${weights.length} safetensors files`);
  return {
    configPath: config.held ? snapshot.objectPath(config) : '',
    weightPaths: absent.length > 0 ? [] : weights.map((file) => snapshot.objectPath(file)),
    digest: modelDigest([config, ...weights].map((file) => file.sha256)),
  };
}
