import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';

/** What a data folder may hold: names that the program makes itself, never one that came from outside. */
const OWN_NAMES =
  /^(?:cache\/(?:objects\/[0-9a-f]{64}(?:\.part)?|blobs\/[0-9a-f]{40}|(?:manifests|shards)\/[0-9a-f]{64}\.json|chain\/[0-9a-f]{16}\/[\w.-]+(?:\/[\w.-]+)*)|snapshots\/hostile-[0-9a-f]{6}\/(?:snapshot\.json|objects\/[0-9a-f]{64}))$/;

/** Places that hostile values of the tables name by their absolute path. */
const OUTSIDE = ['/etc/passwd', '/tmp/recrown-hostile-evil', join(tmpdir(), 'x')];

const filesBelow = async (folder: string): Promise<string[]> =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .map((one) => `${relative(folder, join(one.parentPath, one.name))}${one.isDirectory() ? '/' : ''}`)
    .sort();

const outside = (): Promise<unknown> =>
  Promise.all(
    OUTSIDE.map((path) =>
      stat(path).then(
        ({ size, mtimeMs, ino }) => [size, mtimeMs, ino],
        () => 'none',
      ),
    ),
  );

/**
 * Runs work with a data folder three levels below a fresh one, an empty home, and an empty working folder; asserts that
 * nothing appeared beside the data folder, and in it nothing under a name that is not the program's own.
 */
export async function inPlace<T>(use: (data: string) => Promise<T>): Promise<T> {
  const root = await mkdtemp(join(tmpdir(), 'recrown-hostile-'));
  const data = join(root, 'a', 'b', 'data');
  for (const folder of [data, join(root, 'home'), join(root, 'a', 'work')])
    await mkdir(folder, { recursive: true });
  const kept = { cwd: process.cwd(), home: process.env.HOME, cache: process.env.XDG_CACHE_HOME };
  process.env.HOME = join(root, 'home');
  delete process.env.XDG_CACHE_HOME;
  process.chdir(join(root, 'a', 'work'));
  try {
    const before = await outside();
    const result = await use(data);
    const found = await filesBelow(root);
    const beside = found.filter((one) => !one.startsWith('a/b/data/'));
    assert.deepEqual(beside, ['a/', 'a/b/', 'a/work/', 'home/'], 'written outside the data folder');
    const strange = found
      .filter((one) => one.startsWith('a/b/data/') && !one.endsWith('/'))
      .map((one) => one.slice('a/b/data/'.length))
      .filter((one) => !OWN_NAMES.test(one));
    assert.deepEqual(strange, [], 'a name in the data folder that is not the program own');
    assert.deepEqual(await outside(), before);
    return result;
  } finally {
    process.chdir(kept.cwd);
    process.env.HOME = kept.home;
    if (kept.cache !== undefined) process.env.XDG_CACHE_HOME = kept.cache;
    await rm(root, { recursive: true, force: true });
  }
}
