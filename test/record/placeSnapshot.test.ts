import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  buildingDir,
  checkPlace,
  clearBuilding,
  clearLeftovers,
  placeSnapshot,
} from '../../src/replay/record/placeSnapshot.js';
import { withFolder, writeTiny } from '../artifacts/sampleSnapshot.js';

const build = (folder: string, name: string, endpoints: string[] = []) =>
  writeTiny(buildingDir(folder, name), { name: 'tiny', endpoints });

test('a snapshot takes a new or an empty place, and its building is gone', () =>
  withFolder(async (folder) => {
    await mkdir(join(folder, 'empty'));
    for (const place of ['new/below', 'empty']) {
      const built = await build(folder, 'one');
      const placed = await placeSnapshot(built, join(folder, place));
      assert.equal(placed.index.digest, built.index.digest);
      await clearBuilding(built.dir);
    }
    assert.deepEqual((await readdir(folder)).sort(), ['empty', 'new']);
  }));

test('nothing that is not the same recording is ever removed', () =>
  withFolder(async (folder) => {
    const work = join(folder, 'work');
    await mkdir(work);
    await writeFile(join(work, 'thesis.txt'), 'years of it');
    await writeFile(join(folder, 'file'), 'a file');
    await symlink(work, join(folder, 'link'));
    await symlink(join(folder, 'nowhere'), join(folder, 'dangling'));
    const other = await writeTiny(join(folder, 'other'), { name: 'another' });
    const built = await build(folder, 'one');
    for (const place of [work, join(folder, 'file'), other.dir, folder])
      await assert.rejects(placeSnapshot(built, place), { code: 'USAGE', remedy: /--out/ }, place);
    const links = ['link', 'dangling'].map((name) => join(folder, name));
    for (const place of [work, join(folder, 'file'), folder, ...links])
      await assert.rejects(checkPlace(place), { code: 'USAGE', remedy: /--out/ }, place);
    for (const place of [other.dir, join(folder, 'new')]) await checkPlace(place);
    assert.equal(await readFile(join(work, 'thesis.txt'), 'utf8'), 'years of it');
    assert.equal(await readFile(join(folder, 'file'), 'utf8'), 'a file');
  }));

test('of two recordings of one world the one that more endpoints agreed on stays', () =>
  withFolder(async (folder) => {
    const place = join(folder, 'place');
    for (const [endpoints, left] of [
      [['a'], ['a']],
      [
        ['b', 'c'],
        ['b', 'c'],
      ],
      [['d'], ['b', 'c']],
    ] as const) {
      const built = await build(folder, 'one', [...endpoints]);
      const placed = await placeSnapshot(built, place);
      assert.deepEqual([placed.dir, placed.index.endpoints], [place, left]);
      await clearBuilding(built.dir);
    }
    assert.deepEqual(await readdir(folder), ['place']);
  }));

test('what a dead process was building is removed, what a living one builds and a cut move stay', () =>
  withFolder(async (folder) => {
    const dead = spawnSync(process.execPath, ['-e', '']).pid;
    const own = buildingDir(folder, 'own');
    const of = (name: string, pid: number): string => buildingDir(folder, name).replace(/\d+$/, String(pid));
    const dirs = [
      own,
      of('gone', dead),
      of('living', process.ppid),
      of('cut', dead),
      `${of('cut', dead)}.old`,
    ];
    for (const dir of [...dirs, join(folder, '.building', 'other')]) await mkdir(dir, { recursive: true });
    await clearLeftovers(folder);
    const left = await readdir(join(folder, '.building'));
    assert.equal(left.length, 5);
    assert.ok(left.every((name) => !name.startsWith('gone')));
  }));
