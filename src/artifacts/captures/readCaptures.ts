import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import { AuditError } from '../../errors/base.js';
import { UsageError } from '../../errors/input.js';
import { unreadable } from '../snapshot/fileTrouble.js';
import { hashFile } from '../snapshot/verifyFiles.js';
import type { CaptureName } from './captureLine.js';
import { damagedCaptures } from './damagedCaptures.js';
import { type CaptureHistory, readCaptureLog } from './readCaptureLog.js';

/** A captured file that belongs to a round. */
export interface CapturedFile {
  readonly validatorHotkey: string;
  readonly roundId: number;
  readonly name: CaptureName;
  /** UTC, ISO 8601. */
  readonly capturedAt: string;
  readonly sha256: string;
  readonly size: number;
  /** Where its bytes lie. */
  readonly path: string;
}

/** A manifest that was captured while the hub still gave it. */
export interface CapturedManifest extends Pick<RepositoryManifest, 'repo' | 'revision'> {
  readonly capturedAt: string;
  readonly sha256: string;
  readonly size: number;
  readonly path: string;
}

/**
 * Reads the files that a watch captured, each verified by its digest: by validator, then in the order of capture. Files that name no
 * round are left out. A line that is being written counts for nothing.
 * @param dir folder of one validator, or one that holds such folders
 * @throws DamagedError, IoError
 */
export async function readCaptures(dir: string): Promise<readonly CapturedFile[]> {
  const files: CapturedFile[] = [];
  for (const folder of await foldersOf(dir)) {
    const history = await historyOf(folder);
    const checked = new Set<string>();
    for (const line of history.lines) {
      if (line.kind !== 'capture' || line.roundId === null) continue;
      const { roundId, name, at: capturedAt, sha256, size } = line;
      const path = await objectOf(folder, line, checked);
      files.push({ validatorHotkey: validatorOf(history), roundId, name, capturedAt, sha256, size, path });
    }
  }
  return files;
}

/** Reads the captured manifests, each verified by its digest; the newest of a revision counts. */
export async function readCapturedManifests(dir: string): Promise<readonly CapturedManifest[]> {
  const found = new Map<string, CapturedManifest>();
  for (const folder of await foldersOf(dir)) {
    const checked = new Set<string>();
    for (const line of (await historyOf(folder)).lines) {
      if (line.kind !== 'manifest') continue;
      const { repo, revision, at: capturedAt, sha256, size } = line;
      const path = await objectOf(folder, line, checked);
      found.set(`${repo}@${revision}`, { repo, revision, capturedAt, sha256, size, path });
    }
  }
  return [...found.values()];
}

/**
 * Refuses a folder without captures. What they hold is not read.
 * @throws UsageError
 */
export async function checkCaptures(dir: string): Promise<void> {
  const refuse = (why: string): UsageError =>
    new UsageError({
      what: `${dir} holds no captures`,
      why,
      remedy: 'Give --captures a folder that recrown watch filled, or leave it away.',
    });
  const folders = await foldersOf(dir).catch((error: AuditError) => {
    throw refuse(`it cannot be read as a folder: ${error.why}`);
  });
  if (folders.length === 0) throw refuse(`neither it nor a folder in it holds ${LOG}`);
}

const LOG = 'captures.jsonl';

async function foldersOf(dir: string): Promise<readonly string[]> {
  try {
    const entries = await readdir(dir, { withFileTypes: true });
    if (entries.some(({ name }) => name === LOG)) return [dir];
    const below = entries.filter((entry) => !entry.isFile()).map(({ name }) => join(dir, name));
    const folders: string[] = [];
    for (const folder of below.sort()) if ((await readdir(folder)).includes(LOG)) folders.push(folder);
    return folders;
  } catch (cause) {
    throw unreadable(dir, cause);
  }
}

const historyOf = async (folder: string): Promise<CaptureHistory> =>
  (await readCaptureLog(join(folder, LOG))) ?? { lines: [], head: '', sound: 0, torn: 0 };

const validatorOf = ({ lines }: CaptureHistory): string =>
  lines[0]?.kind === 'start' ? lines[0].validator : '';

async function objectOf(
  folder: string,
  ref: { readonly sha256: string; readonly size: number },
  checked: Set<string>,
): Promise<string> {
  const path = join(folder, 'objects', ref.sha256);
  if (checked.has(ref.sha256)) return path;
  try {
    const info = await lstat(path);
    if (!info.isFile() || info.size !== ref.size)
      throw damagedCaptures(path, `it is no file of ${ref.size} bytes`);
    const found = await hashFile(path, info.size);
    if (found.sha256 !== ref.sha256) throw damagedCaptures(path, `its sha256 is ${found.sha256}`);
  } catch (cause) {
    if (cause instanceof AuditError) throw cause;
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
      throw damagedCaptures(path, 'the file is missing');
    throw unreadable(path, cause);
  }
  checked.add(ref.sha256);
  return path;
}
