import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { findRepository } from '../../src/artifacts/hub/findRepository.js';
import { modelFiles } from '../../src/artifacts/hub/modelFiles.js';
import { manifestText, parseManifest } from '../../src/artifacts/hub/parseManifest.js';
import { readConfig } from '../../src/artifacts/hub/readConfig.js';
import { type RepositoryPart, SnapshotWriter } from '../../src/artifacts/snapshot/writeSnapshot.js';
import { isAbsent } from '../../src/domain/absent.js';
import type { RepositoryManifest } from '../../src/domain/snapshot.js';
import { ABOUT, REVISION, withFolder, writeTiny } from './sampleSnapshot.js';

const FACTS = { private: false, disabled: false, gated: false, safetensorsTotal: null };

test('a repository is found by its pinned revision only', () =>
  withFolder(async (folder) => {
    const snapshot = await writeTiny(join(folder, 's'));
    const found = findRepository(snapshot, 'org/model', REVISION);
    assert.ok(!isAbsent(found));
    assert.deepEqual(found.files.map((file) => [file.path, file.held]), [['../evil.py', true], ['big.bin', false], ['config.json', true], ['model.safetensors', true]]); // biome-ignore format: one row
    assert.equal(found.safetensorsTotal, 12);
    for (const [repo, revision] of [
      ['org/model', 'b'.repeat(40)],
      ['org/other', REVISION],
      ['org/model', 'main'],
      ['org/model', REVISION.slice(0, 8)],
    ] as const)
      assert.ok(isAbsent(findRepository(snapshot, repo, revision)), `${repo} ${revision}`);
  }));

test('a model is its config and the weights beside it, and nothing else', () =>
  withFolder(async (folder) => {
    const writer = await SnapshotWriter.create(join(folder, 's'), ABOUT);
    const add = (repo: string, parts: readonly RepositoryPart[]) =>
      writer.addRepository({ repo, revision: REVISION, ...FACTS }, parts);
    const weights = (path: string) => ({ path, bytes: path });
    const unheld = { path: 'model-2.safetensors', size: 9, sha256: 'c'.repeat(64) };
    const config = { path: 'config.json', bytes: '{"d_model": 64}' };
    const code = { path: 'modeling.py', bytes: 'import os' };
    await add('a/whole', [weights('model-2.safetensors'), weights('model-1.safetensors'), config, code, weights('sub/x.safetensors')]); // biome-ignore format: one row
    await add('a/part', [weights('model-1.safetensors'), unheld, config]);
    await add('a/bare', [config, code, weights('sub/x.safetensors')]);
    await add('a/odd', [weights('model.safetensors'), { path: 'config.json', bytes: '[1]' }]);
    await add('a/text', [weights('model.safetensors'), { path: 'config.json', bytes: '{"a": NaN}' }]);
    await add('a/none', [weights('model.safetensors')]);
    const snapshot = await writer.finish();
    const manifest = (repo: string) => findRepository(snapshot, repo, REVISION) as RepositoryManifest;
    const files = modelFiles(snapshot, manifest('a/whole'));
    assert.ok(!isAbsent(files));
    assert.equal(await readFile(files.configPath, 'utf8'), '{"d_model": 64}');
    const texts = await Promise.all(files.weightPaths.map((path) => readFile(path, 'utf8')));
    assert.deepEqual(texts, ['model-1.safetensors', 'model-2.safetensors']);
    for (const repo of ['a/part', 'a/bare', 'a/none'])
      assert.ok(isAbsent(modelFiles(snapshot, manifest(repo))), repo);
    assert.deepEqual(readConfig(snapshot, manifest('a/whole')), { d_model: 64 });
    for (const [repo, absent] of [
      ['a/odd', 'unknown'],
      ['a/text', 'unknown'],
      ['a/none', 'missing'],
    ] as const) {
      // biome-ignore format: one row
      const config = readConfig(snapshot, manifest(repo));
      assert.ok(isAbsent(config));
      assert.equal(config.absent, absent, repo);
    }
    await writeFile(files.configPath, '{"d_model": 65}');
    assert.throws(() => readConfig(snapshot, manifest('a/whole')), { code: 'SNAPSHOT_DAMAGED' });
  }));

test('a manifest of another shape is refused', () => {
  const file = { path: 'x', size: 1, sha256: 'd'.repeat(64), held: false };
  const sound = { repo: 'a/b', revision: REVISION, ...FACTS, files: [file] };
  const entry = { repo: 'a/b', revision: REVISION, manifest: { sha256: 'e'.repeat(64) } };
  const parse = (value: unknown) => parseManifest('dir', manifestText(value as RepositoryManifest), entry);
  assert.deepEqual(parse(sound), sound);
  const bad: readonly unknown[] = [
    null,
    [],
    { ...sound, repo: 'a/c' },
    { ...sound, revision: 'f'.repeat(40) },
    { ...sound, extra: 1 },
    { ...sound, gated: 'auto' },
    { ...sound, safetensorsTotal: -1 },
    { ...sound, files: {} },
    { ...sound, files: [file, file] },
    { ...sound, files: [{ ...file, path: '' }] },
    { ...sound, files: [{ ...file, path: 'x'.repeat(1001) }] },
    { ...sound, files: [{ ...file, size: 1.5 }] },
    { ...sound, files: [{ ...file, sha256: 'D'.repeat(64) }] },
    { ...sound, files: [{ ...file, held: 1 }] },
    { ...sound, files: [{ ...file, more: 1 }] },
    { ...sound, files: [null] },
  ];
  for (const value of bad)
    assert.throws(() => parse(value), { code: 'SNAPSHOT_DAMAGED' }, JSON.stringify(value));
  const spaced = `${JSON.stringify(sound)}\n`;
  assert.throws(() => parseManifest('dir', spaced, entry), { code: 'SNAPSHOT_DAMAGED' });
  assert.throws(() => parseManifest('dir', '{', entry), { code: 'SNAPSHOT_DAMAGED' });
});
