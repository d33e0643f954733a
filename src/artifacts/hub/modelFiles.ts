import type { Absent } from '../../domain/absent.js';
import type { ModelFiles } from '../../domain/engine.js';
import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import type { Snapshot } from '../snapshot/snapshot.js';

/** Weights lie beside the config; what lies in folders is not part of the model that is loaded. */
const isWeights = (file: RepositoryFile): boolean => /^[^/\\]+\.safetensors$/.test(file.path);

/**
 * The two kinds of file that a model is built from, as objects on disk: `config.json` and the `*.safetensors` beside
 * it, ascending by their names. No other file of a repository is ever opened, and no name of one is used as a path.
 * @returns absent when the snapshot does not hold the config and all weights
 */
export function modelFiles(snapshot: Snapshot, manifest: RepositoryManifest): ModelFiles | Absent {
  const missing = (what: string): Absent => ({
    absent: 'missing',
    why: `The snapshot ${snapshot.index.name} does not hold ${what} of ${manifest.repo} at ${manifest.revision}.`,
  });
  const config = manifest.files.find((file) => file.path === 'config.json');
  if (config?.held !== true) return missing('config.json');
  const weights = manifest.files.filter(isWeights);
  if (weights.length === 0) return missing('any safetensors file');
  const absent = weights.filter((file) => !file.held);
  if (absent.length > 0) return missing(`${absent.length} of ${weights.length} safetensors files`);
  return {
    configPath: snapshot.objectPath(config),
    weightPaths: weights.sort((a, b) => (a.path < b.path ? -1 : 1)).map((file) => snapshot.objectPath(file)),
  };
}
