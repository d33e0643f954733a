import { sha256Hex } from '../../domain/canonical.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';

/**
 * Rule 20's identity of a model's weights: of one safetensors file its sha256, of several the sha256 of `path:sha`
 * lines in order of path; a rename changes it. Null without safetensors: the evaluator then defers the UID.
 */
export function weightHash(manifest: RepositoryManifest): string | null {
  const files = manifest.files.filter((file) => file.path.endsWith('.safetensors') && file.sha256 !== '');
  if (files.length <= 1) return files[0]?.sha256 ?? null;
  const lines = files
    .map(({ path, sha256 }) => ({ key: Buffer.from(path), line: `${path}:${sha256}` }))
    .sort((a, b) => Buffer.compare(a.key, b.key));
  return sha256Hex(lines.map((one) => one.line).join('\n'));
}
