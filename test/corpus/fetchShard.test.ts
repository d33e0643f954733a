import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { CORPUS_DATASET, fetchShard, shardPath } from '../../src/artifacts/corpus/fetchShard.js';
import { readShard } from '../../src/artifacts/corpus/readShard.js';
import { isHubTrouble } from '../../src/artifacts/hub/createHub.js';
import { COMMIT, withHub } from '../artifacts/hubWorld.js';
import { FAULTS } from '../support/loopbackHub/fault.js';
import { servedFile } from '../support/loopbackHub/repository.js';
import { writeParquet } from './writeParquet.js';

test('a shard is fetched by the digest that the dataset lists at a commit, and can be read', () =>
  withHub(async ({ server, hub, folder, client }) => {
    const made = join(folder, 'made');
    await writeParquet(made, `select 'text ' || i as text from range(5000) t(i)`);
    const file = servedFile(shardPath(593), await readFile(made), true);
    server.add({ kind: 'datasets', repo: CORPUS_DATASET, revision: COMMIT, files: [file] });
    const found = await fetchShard(hub, 593);
    assert.ok(!isHubTrouble(found), JSON.stringify(found));
    const { path, ...facts } = found;
    const entry = { dataset: CORPUS_DATASET, shard: 593, path: 'shard_00593.parquet', file: { sha256: file.sha256, size: file.size } }; // biome-ignore format: one row
    assert.deepEqual(facts, { entry, revision: COMMIT, pinned: false, reused: false });
    assert.equal(path, join(folder, 'cache', 'objects', file.sha256));
    const shard = await readShard(path);
    assert.deepEqual(await shard.readTexts([4999]), ['text 4999']);
    shard.close();
    const again = await fetchShard(client(), 593, { revision: COMMIT });
    assert.ok(!isHubTrouble(again) && again.pinned && again.reused);
  }));

test('what the dataset does not give is a state', () =>
  withHub(async ({ server, hub }) => {
    const state = async (revision?: string): Promise<string> => {
      const found = await fetchShard(hub, 7, revision === undefined ? {} : { revision });
      return isHubTrouble(found) ? found.state : 'given';
    };
    assert.equal(await state(), 'gone');
    assert.equal(await state('main'), 'not-pinned');
    const listed = (entry: object) => {
      server.add({ kind: 'datasets', repo: CORPUS_DATASET, revision: COMMIT, files: [{ ...servedFile(shardPath(7), 'x', true), entry: { type: 'file', path: shardPath(7), ...entry } }] }); // biome-ignore format: one row
    };
    assert.equal(await state('f'.repeat(40)), 'gone');
    listed({ size: 1, oid: 'a'.repeat(40) });
    assert.equal(await state(), 'unlisted-digest');
    assert.equal(await state('f'.repeat(40)), 'rewritten');
    server.order(/revision/, FAULTS.gated(403), 1);
    assert.equal(await state(), 'gated');
    server.order(/paths-info/, FAULTS.broken(), 3);
    assert.equal(await state(), 'unreachable');
    server.order(/paths-info/, { kind: 'answer', status: 200, body: '[]' }, 1);
    assert.equal(await state(), 'gone');
    const huge = { type: 'file', path: shardPath(7), size: 2e9, lfs: { oid: 'c'.repeat(64), size: 2e9, pointerSize: 130 } }; // biome-ignore format: one row
    server.order(/paths-info/, { kind: 'answer', status: 200, body: JSON.stringify([huge]) }, 1);
    assert.equal(await state(), 'too-large');
  }));
