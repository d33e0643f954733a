import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { openChainCache } from '../../../src/chain/record/cache/openChainCache.js';
import { recordBlock } from '../../../src/chain/record/recordBlock.js';
import { recordRound, SEED, smallWorld } from './smallWorld.js';
import type { WorldArchive } from './worldArchive.js';

async function inFolder(run: (dir: string) => Promise<void>): Promise<void> {
  const dir = await mkdtemp(join(tmpdir(), 'recrown-cache-'));
  try {
    await run(dir);
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const isFile = (name: string): boolean => name.endsWith('.jsonl');

/** What was asked, one text per value, so that nothing asked twice hides. */
const asked = (log: WorldArchive['log']): string[] =>
  log
    .filter(([method]) => method !== 'chain_getFinalizedHead')
    .flatMap(([method, block, keys]) =>
      keys.length === 0 ? [`${method} ${block}`] : keys.map((key) => `${method} ${block} ${key}`),
    );

test('an interrupted recording goes on, never asks twice, and ends with the same records', async () => {
  const world = await smallWorld({ stateRoots: true });
  const whole = await (await recordRound(world, null, {}, { concurrency: 1 })).run;
  for (const [everyCalls, concurrency] of [
    [3, 1],
    [11, 4],
  ] as const)
    await inFolder(async (dir) => {
      const log: string[] = [];
      let runs = 0;
      for (;;) {
        runs += 1;
        assert.ok(runs < 400);
        const stop = new AbortController();
        const before = (nth: number): void => {
          if (nth >= everyCalls) stop.abort('SIGTERM');
        };
        const { run, archive } = await recordRound(
          world,
          dir,
          { before },
          { signal: stop.signal, concurrency },
        );
        const result = await run.catch((error: { code?: string; exitCode?: number }) => {
          assert.deepEqual([error.code, error.exitCode], ['INTERRUPTED', 143]);
          return null;
        });
        log.push(...asked(archive.log));
        if (result === null) continue;
        assert.deepEqual(result, whole);
        break;
      }
      assert.ok(runs > 10);
      assert.equal(new Set(log).size, log.length, 'something was asked twice');
      const again = await recordRound(world, dir, null);
      assert.deepEqual(await again.run, whole);
      assert.equal(again.opened(), 0);
    });
});

test('a fault at any call leaves a cache from which the recording goes on', async () => {
  const world = await smallWorld();
  const whole = await (await recordRound(world, null, {})).run;
  await inFolder(async (dir) => {
    for (let failAt = 0; ; failAt = failAt * 2 + 1) {
      const before = (nth: number): void => {
        if (nth === failAt) throw Object.assign(new Error('cut'), { code: 'CUT' });
      };
      const { run } = await recordRound(world, dir, { before });
      const result = await run.catch((error: { code?: string }) => {
        assert.equal(error.code, 'CUT');
        return null;
      });
      if (result === null) continue;
      assert.deepEqual(result, whole);
      break;
    }
  });
});

test('cut, changed and foreign lines of the cache are read again and never used', async () => {
  const world = await smallWorld();
  await inFolder(async (dir) => {
    const whole = await (await recordRound(world, dir, {})).run;
    const blocks = (await readdir(join(dir, 'blocks')))
      .filter(isFile)
      .map((name) => join(dir, 'blocks', name));
    const [cut, changed, foreign, emptied, swapped] = blocks as [string, string, string, string, string];
    await truncate(cut, (await readFile(cut)).length - 40);
    const text = await readFile(changed, 'utf8');
    await writeFile(changed, text.replace(/"0x0[0-9a-f]/g, '"0x77'));
    await writeFile(foreign, 'not json\n{"sum":"00","entry":{}}\n\u0000\n');
    await writeFile(emptied, '');
    await writeFile(swapped, await readFile(foreign, 'utf8'));
    const { run, archive } = await recordRound(world, dir, {});
    assert.deepEqual(await run, whole);
    const bulk = archive.log.filter(([method]) => method === 'state_queryStorageAt');
    assert.ok(bulk.length >= 4 && bulk.length < 12);
    const again = await recordRound(world, dir, null);
    assert.deepEqual(await again.run, whole);
  });
});

test('with a new endpoint, hashes, runtimes and unproven values are asked again, and a second opinion that differs stops everything', async () => {
  const world = await smallWorld();
  await inFolder(async (dir) => {
    const first = await (await recordRound(world, dir, { hosts: ['one.example'] })).run;
    const two = { hosts: ['one.example', 'two.example'] };
    const { run, archive } = await recordRound(world, dir, two);
    const second = await run;
    assert.deepEqual(second, { ...first, endpoints: two.hosts });
    const methods = new Set(archive.log.map(([method]) => method));
    assert.deepEqual([...methods].sort(), [
      'chain_getBlockHash',
      'chain_getFinalizedHead',
      'state_getMetadata',
      'state_getReadProof',
      'state_getRuntimeVersion',
      'state_queryStorageAt',
    ]);
    const alone = await recordRound(world, dir, null, { endpoints: ['two.example'] });
    assert.deepEqual((await alone.run).endpoints, ['two.example']);
    const other = await smallWorld({ seed: 7 });
    const liar = await recordRound(other, dir, { hosts: ['three.example'] });
    await assert.rejects(liar.run, { code: 'CHAIN_ENDPOINTS_DISAGREE' });
    const elsewhere = await smallWorld({ genesisHash: `0x${'5'.repeat(64)}` });
    const wrong = await recordRound(elsewhere, dir, { hosts: ['three.example'] });
    await assert.rejects(wrong.run, { code: 'CHAIN_WRONG_NETWORK' });
  });
});

test('a range that is not final is refused before anything is read', async () => {
  const world = await smallWorld({ finalized: SEED + 1_319 });
  const { run, archive } = await recordRound(world, null, {});
  await assert.rejects(run, { code: 'CHAIN_BLOCK_NOT_FINAL', exitCode: 69 });
  assert.deepEqual(
    archive.log.map(([method]) => method),
    ['chain_getFinalizedHead'],
  );
});

test('a header of another number, and blocks that do not follow one another, are refused', async () => {
  const world = await smallWorld();
  const shifted = { ...world, blockAt: (number: number) => world.blockAt(number + 1) };
  await assert.rejects((await recordRound(shifted, null, {})).run, { code: 'CHAIN_ENDPOINTS_DISAGREE' });
  const other = await smallWorld({ seed: 3 });
  const mixed = {
    ...world,
    blockAt: (number: number) => (number === SEED + 300 ? other : world).blockAt(number),
    blockOf: (hash: string) => world.blockOf(hash) ?? other.blockOf(hash),
  };
  await assert.rejects((await recordRound(mixed, null, {})).run, {
    code: 'CHAIN_ENDPOINTS_DISAGREE',
    message: /does not follow/,
  });
});

test('one block is recorded in full, and from the cache without an archive', async () => {
  const world = await smallWorld();
  const { archive } = await recordRound(world, null, {});
  const input = {
    netuid: 24,
    block: SEED + 3,
    cache: await openChainCache(null),
    endpoints: ['one.example'],
    proofs: 'auto' as const,
  };
  const first = await recordBlock({ ...input, openArchive: async () => archive });
  assert.equal(first.block.between, undefined);
  assert.equal(first.runtime.specVersion, 424);
  const again = await recordBlock({ ...input, openArchive: () => assert.fail('the archive was opened') });
  assert.deepEqual(again, first);
});
