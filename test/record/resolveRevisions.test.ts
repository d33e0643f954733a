import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { Budget } from '../../src/replay/record/budget.js';
import type { RecordTools } from '../../src/replay/record/recordTools.js';
import { resolveRevisions } from '../../src/replay/record/resolveRevisions.js';
import { COMMIT, type HubWorld, withHub } from '../artifacts/hubWorld.js';
import { servedFile } from '../support/loopbackHub/repository.js';

const HEADER = '{"w":{"dtype":"BF16","shape":[2,3],"data_offsets":[0,12]}}';
const weights = (): Buffer => {
  const head = Buffer.alloc(8);
  head.writeBigUInt64LE(BigInt(HEADER.length));
  return Buffer.concat([head, Buffer.from(HEADER), Buffer.alloc(12)]);
};

const toolsOf = ({ hub, folder }: HubWorld): RecordTools => ({
  hub,
  cacheDir: join(folder, 'cache'),
  signal: hub.signal,
  now: '2026-06-25T00:00:00Z',
  onEvent: () => {},
});

const NAMED = ['org/broken', 'org/sound'].map((repo) => ({ repo, revision: COMMIT }));

test('a header that is not given now leaves its revision open for the next recording, and the others go on', () =>
  withHub(async (world) => {
    const file = servedFile('model.safetensors', weights(), true);
    world.server.add({ repo: 'org/broken', revision: COMMIT, files: [file] });
    world.server.add({ repo: 'org/sound', revision: COMMIT, files: [], safetensorsTotal: 5 });
    world.server.order(/files/, { kind: 'answer', status: 503 });
    const first = await resolveRevisions(NAMED, new Budget(1e6), toolsOf(world));
    assert.deepEqual(first.unresolved.map((one) => [one.repo, one.state]), [['org/broken', 'unreachable']]); // biome-ignore format: one row
    assert.deepEqual(first.manifests.map((one) => [one.repo, one.safetensorsTotal]), [['org/sound', 5]]); // biome-ignore format: one row
    world.server.calm();
    const second = await resolveRevisions(NAMED, new Budget(1e6), toolsOf(world));
    assert.deepEqual(second.manifests.map((one) => [one.repo, one.safetensorsTotal]), [['org/broken', 6], ['org/sound', 5]]); // biome-ignore format: one row
    assert.ok(world.server.seen.every(({ url }) => !url.includes('org/sound')));
  }));

test('small files that must be fetched count against the limit of a recording', () =>
  withHub(async (world) => {
    world.server.add({ repo: 'org/sound', revision: COMMIT, files: [servedFile('notes.txt', 'x'.repeat(1001))] }); // biome-ignore format: one row
    const named = [{ repo: 'org/sound', revision: COMMIT }];
    await assert.rejects(resolveRevisions(named, new Budget(1000), toolsOf(world)), {
      code: 'NOT_AVAILABLE',
      remedy: /--max-bytes/,
    });
    assert.ok(world.server.seen.every(({ url }) => !url.includes('/resolve/')));
    const { manifests } = await resolveRevisions(named, new Budget(1001), toolsOf(world));
    assert.equal(manifests[0]?.files[0]?.size, 1001);
  }));

test('a kept file that is damaged or gone is asked for again, and what the hub no longer gives is told', () =>
  withHub(async (world) => {
    const files = [servedFile('config.json', '{"a":1}')];
    world.server.add({ repo: 'org/sound', revision: COMMIT, files, safetensorsTotal: 5 });
    const named = [{ repo: 'org/sound', revision: COMMIT }];
    const resolve = async () => {
      const notes: string[] = [];
      const onEvent: RecordTools['onEvent'] = (event) => event.type === 'note' && notes.push(event.text);
      const tools = { ...toolsOf(world), hub: world.client(), onEvent };
      const found = await resolveRevisions(named, new Budget(1e6), tools);
      return { ...found, notes };
    };
    const first = await resolve();
    const path = world.hub.store.pathOf(first.manifests[0]?.files[0]?.sha256 ?? '');
    for (const spoil of [() => rm(path), () => writeFile(path, '{"a":2}')]) {
      await spoil();
      const again = await resolve();
      assert.deepEqual(again, first);
      assert.equal(await world.client().store.has(first.manifests[0]?.files[0]?.sha256 ?? '', 7), true);
    }
    await rm(path);
    world.server.order(/revision/, { kind: 'answer', status: 404 });
    const last = await resolve();
    assert.deepEqual(last.manifests, first.manifests);
    assert.match(last.notes.join(), /lost: "config.json" of org\/sound@/);
  }));

test('a redirect of a file to an address that is not opened is a state of its revision alone', () =>
  withHub(async (world) => {
    const files = [servedFile('config.json', '{}')];
    for (const { repo } of NAMED) world.server.add({ repo, revision: COMMIT, files, safetensorsTotal: 5 });
    world.server.order(/broken.*config/, { kind: 'answer', status: 302, headers: { location: 'http://169.254.169.254/' } }); // biome-ignore format: one row
    const { unresolved, manifests } = await resolveRevisions(NAMED, new Budget(1e6), toolsOf(world));
    assert.deepEqual(unresolved.map((one) => [one.repo, one.state]), [['org/broken', 'unreachable']]); // biome-ignore format: one row
    assert.match(unresolved[0]?.why ?? '', /leads away/);
    assert.equal(manifests.length, 1);
  }));
