import { realpathSync } from 'node:fs';
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path';
import { checkCaptures } from '../artifacts/captures/readCaptures.js';
import { isRepositoryName } from '../artifacts/hub/repositoryName.js';
import { printable } from '../domain/printable.js';
import { parseRevision } from '../domain/revision.js';
import { UsageError } from '../errors/input.js';
import { checkPlace } from '../replay/record/placeSnapshot.js';
import type { RecordRequest } from '../replay/record/recordWorld.js';
import type { ArchiveOptions, WorldOptions } from './call.js';
import type { CommandContext } from './context.js';
import { cacheDirOf, networkOf } from './recorderOf.js';

/** Options of a recording as they are given, and the folder and name of its snapshot. */
export interface RecordingOptions extends ArchiveOptions, WorldOptions {
  readonly out?: string;
  readonly name?: string;
}

type Checked = Pick<
  RecordRequest,
  'network' | 'captures' | 'teacher' | 'parts' | 'maxBytes' | 'name' | 'snapshots' | 'out'
>;

/**
 * Reads the options of a recording, so that a wrong one is told before anything is read.
 * @param defaultName of the snapshot
 * @throws UsageError, IoError
 */
export async function recordingOptions(
  context: CommandContext,
  options: RecordingOptions,
  defaultName: string,
): Promise<Checked> {
  const { name = defaultName, parts, maxBytes } = options;
  checkName(name);
  const out = options.out === undefined ? null : checkOut(context, options, options.out);
  if (out !== null) await checkPlace(out);
  const captures = options.captures.map((dir) => resolve(context.cwd, dir));
  for (const dir of captures) await checkCaptures(dir);
  return {
    network: networkOf(options.network),
    teacher: teacherOf(options.teacher),
    parts: new Set(parts),
    snapshots: resolve(context.cwd, context.options.snapshots),
    captures,
    maxBytes,
    name,
    out,
  };
}

function checkName(name: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/.test(name)) return;
  throw new UsageError({
    what: `"${printable(name, 100)}" cannot be the name of a snapshot`,
    why: 'it is part of the name of a folder: a letter or digit, then at most 99 letters, digits, ".", "_" or "-"',
    remedy: 'give another --name; --out names a whole folder',
  });
}

/** Refuses a folder that holds other things of this program or person. */
function checkOut(context: CommandContext, options: ArchiveOptions, text: string): string {
  const refuse = (why: string): UsageError =>
    new UsageError({
      what: `the snapshot cannot be placed at ${text === '' ? 'an empty --out' : printable(text, 200)}`,
      why,
      remedy: 'Name a new folder with --out, or leave it away.',
    });
  if (text === '') throw refuse('it names no folder');
  const out = resolve(context.cwd, text);
  for (const [what, dir] of [
    ['the current folder', context.cwd],
    ['the folder of snapshots', resolve(context.cwd, context.options.snapshots)],
    ['the cache', cacheDirOf(context, options)],
  ] as const) {
    const way = relative(realPath(out), realPath(dir));
    const isOutside = way === '..' || way.startsWith('../') || isAbsolute(way);
    if (!isOutside) throw refuse(`it ${way === '' ? 'is' : 'holds'} ${what}`);
  }
  return out;
}

/** A path with its links followed, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return dirname(path) === path ? path : join(realPath(dirname(path)), basename(path));
  }
}

function teacherOf(text: string | undefined): RecordRequest['teacher'] {
  if (text === undefined) return null;
  const [, repo = '', revision = ''] = /^([^@]+)@(.+)$/.exec(text) ?? [];
  const isName = isRepositoryName(repo);
  if (isName && parseRevision(revision) !== null) return { repo, revision };
  throw new UsageError({
    what: `"${printable(text, 100)}" is no pinned teacher`,
    why: isName
      ? 'a branch names files that can change'
      : 'it does not begin with OWNER/NAME of a repository',
    remedy: 'give --teacher OWNER/NAME@REVISION with the 40 hex digits of a commit',
  });
}
