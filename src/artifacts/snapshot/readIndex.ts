import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { canonicalJson } from '../../domain/canonical.js';
import type { SnapshotIndex } from '../../domain/snapshot.js';
import { NewerVersionError, SnapshotMissingError } from '../../errors/artifact.js';
import { AuditError } from '../../errors/base.js';
import { checkIndex } from './checkIndex.js';
import { damaged } from './damaged.js';
import { contentDigest, sealOf } from './digests.js';
import { unreadable } from './fileTrouble.js';
import { indexSchema } from './indexSchema.js';

const FILE = 'snapshot.json';
const FORMAT = 2;
const MAX_INDEX_BYTES = 32 * 1024 * 1024;

/**
 * Reads and checks `snapshot.json`: version, shape, canonical form, digest and relations inside the index. The
 * objects it names are not looked at.
 * @throws SnapshotMissingError, NewerVersionError, SnapshotDamagedError, IoError
 */
export async function readIndex(dir: string): Promise<SnapshotIndex> {
  const text = decode(dir, await readBounded(dir));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw damaged(dir, FILE, 'it is not JSON', cause);
  }
  refuseOther(dir, value);
  const index = checkShape(dir, value);
  if (`${canonical(dir, index)}\n` !== text) throw damaged(dir, FILE, 'it is not in canonical form');
  if (contentDigest(index) !== index.digest) throw damaged(dir, FILE, 'its digest does not match');
  if (sealOf(index) !== index.seal) throw damaged(dir, FILE, 'its seal does not match');
  const broken = checkIndex(index);
  if (broken !== null) throw damaged(dir, FILE, broken);
  return index;
}

async function readBounded(dir: string): Promise<Uint8Array> {
  const path = join(dir, FILE);
  try {
    const info = await lstat(path);
    if (!info.isFile()) throw damaged(dir, FILE, 'it is not a plain file');
    if (info.size > MAX_INDEX_BYTES) throw damaged(dir, FILE, `it is larger than ${MAX_INDEX_BYTES} bytes`);
    return await readFile(path);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    const { code } = cause as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw missing(dir, cause);
    throw unreadable(path, cause);
  }
}

const missing = (dir: string, cause: unknown): SnapshotMissingError =>
  new SnapshotMissingError({
    what: `there is no snapshot at ${dir}`,
    why: `${FILE} is not there`,
    remedy: 'Name a folder that holds a snapshot with --snapshot DIR.',
    facts: { snapshot: dir },
    cause,
  });

function decode(dir: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw damaged(dir, FILE, 'it is not UTF-8', cause);
  }
}

function refuseOther(dir: string, value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const { kind, schema } = value as { kind?: unknown; schema?: unknown };
  if (kind !== 'recrown-snapshot' || typeof schema !== 'number' || schema === FORMAT) return;
  if (schema < FORMAT)
    throw damaged(dir, FILE, `it has format ${schema}, which this program no longer reads`);
  throw new NewerVersionError({
    what: `the snapshot ${dir} has format ${schema}`,
    why: `this program reads format ${FORMAT}`,
    remedy: `Install a newer recrown, or use a snapshot of format ${FORMAT}.`,
    facts: { snapshot: dir, file: FILE, schema },
  });
}

function checkShape(dir: string, value: unknown): SnapshotIndex {
  const schema = indexSchema();
  let outcome: ReturnType<typeof schema.safeParse>;
  try {
    outcome = schema.safeParse(value);
  } catch (cause) {
    throw damaged(dir, FILE, 'its values are nested too deeply', cause);
  }
  if (outcome.success) return outcome.data;
  const issue = outcome.error.issues[0];
  const place = issue === undefined || issue.path.length === 0 ? 'the document' : issue.path.join('.');
  throw damaged(dir, FILE, `${place}: ${issue?.message ?? 'unexpected'}`);
}

function canonical(dir: string, value: unknown): string {
  try {
    return canonicalJson(value);
  } catch (cause) {
    throw damaged(dir, FILE, 'it holds a value that canonical JSON cannot carry', cause);
  }
}
