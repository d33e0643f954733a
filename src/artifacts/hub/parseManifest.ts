import { canonicalJson } from '../../domain/canonical.js';
import type { RepositoryFile, RepositoryManifest } from '../../domain/snapshot.js';
import { damaged } from '../snapshot/damaged.js';

const MAX_FILES = 10_000;
const MAX_PATH = 1000;
const FIELDS = 'disabled,files,gated,private,repo,revision,safetensorsTotal';
const FILE_FIELDS = 'held,path,sha256,size';

/** Text of a manifest as the snapshot stores it: canonical JSON and a newline. */
export const manifestText = (manifest: RepositoryManifest): string => `${canonicalJson(manifest)}\n`;

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const fieldsOf = (value: unknown): string =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.keys(value).sort().join()
    : '';

/**
 * Reads the manifest of a repository. Paths are hostile text: they are bounded and compared, never used on disk.
 * @param entry repository, revision and object that the index names
 * @throws SnapshotDamagedError
 */
export function parseManifest(
  dir: string,
  text: string,
  entry: { readonly repo: string; readonly revision: string; readonly manifest: { readonly sha256: string } },
): RepositoryManifest {
  const read = readManifest(text, entry);
  if ('manifest' in read) return read.manifest;
  const file = `objects/${entry.manifest.sha256} (manifest of ${entry.repo})`;
  throw damaged(dir, file, read.why, read.cause);
}

/** The manifest that a text is, or why it is none of this repository at this revision. */
export function readManifest(
  text: string,
  named: Pick<RepositoryManifest, 'repo' | 'revision'>,
): { readonly manifest: RepositoryManifest } | { readonly why: string; readonly cause?: unknown } {
  let value: unknown;
  let again: string;
  try {
    value = JSON.parse(text);
    again = `${canonicalJson(value)}\n`;
  } catch (cause) {
    return { why: 'the manifest is not JSON', cause };
  }
  const broken = checkManifest(value as RepositoryManifest, named);
  if (broken !== null) return { why: broken };
  if (again !== text) return { why: 'the manifest is not in canonical form' };
  return { manifest: value as RepositoryManifest };
}

function checkManifest(
  value: RepositoryManifest,
  named: Pick<RepositoryManifest, 'repo' | 'revision'>,
): string | null {
  if (fieldsOf(value) !== FIELDS) return `a manifest has the fields ${FIELDS}`;
  if (value.repo !== named.repo || value.revision !== named.revision)
    return 'repository or revision of the manifest is not the one that names it';
  for (const flag of ['private', 'disabled', 'gated'] as const)
    if (typeof value[flag] !== 'boolean') return `${flag} is not true or false`;
  if (value.safetensorsTotal !== null && !isCount(value.safetensorsTotal))
    return 'safetensorsTotal is neither a count nor null';
  if (!Array.isArray(value.files) || value.files.length > MAX_FILES)
    return `files is not a list of at most ${MAX_FILES}`;
  const paths = new Set<string>();
  for (const [at, file] of value.files.entries()) {
    const broken = checkFile(file);
    if (broken !== null) return `files.${at}: ${broken}`;
    if (paths.has(file.path)) return `files.${at}: the path is listed twice`;
    paths.add(file.path);
  }
  return null;
}

function checkFile(file: RepositoryFile): string | null {
  if (fieldsOf(file) !== FILE_FIELDS) return `a file has the fields ${FILE_FIELDS}`;
  if (typeof file.path !== 'string' || file.path.length === 0 || file.path.length > MAX_PATH)
    return `the path is not a text of 1 to ${MAX_PATH} characters`;
  if (!isCount(file.size)) return 'the size is not a count';
  if (typeof file.sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(file.sha256))
    return 'sha256 is not 64 hex digits';
  return typeof file.held === 'boolean' ? null : 'held is not true or false';
}
