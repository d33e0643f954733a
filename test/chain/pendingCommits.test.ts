import assert from 'node:assert/strict';
import { test } from 'node:test';
import { getPendingWeightCommits } from '../../src/chain/actions/getPendingWeightCommits.js';
import { encodeStorage, type StorageValue } from '../../src/chain/codec/encodeStorage.js';
import type { KeyArgument, StorageItemName } from '../../src/chain/codec/runtime.js';
import { blake2Hash } from '../../src/domain/blake2Hash.js';
import { epochIndexAt } from '../../src/eras/epochs.js';
import { hotkeyNumber, readerOf, runtimeOf } from './sampleSubnet.js';

const BLOCK = 8_382_960;
const CLOCK = { netuid: 24, tempo: 360 };
const EPOCH = epochIndexAt(BLOCK, CLOCK);
const [A, B] = [hotkeyNumber(5), hotkeyNumber(6)];
const HASH = `0x${'ab'.repeat(32)}`;
const cipher = (n: number) => Uint8Array.of(n, 2, 3);

type Entry = readonly [StorageItemName, readonly KeyArgument[], StorageValue | null];

async function read(spec: number, entries: readonly Entry[], commitReveal = true) {
  const runtime = await runtimeOf(spec);
  const storage = entries.map(([name, args, value]) => encodeStorage(runtime, name, args, value));
  const reader = await readerOf(spec, BLOCK, storage);
  return getPendingWeightCommits(reader, { tempo: 360, commitReveal, revealPeriodEpochs: 1 }, EPOCH);
}

test('commit-reveal v2: the second field is the block, and since 423 the epoch', async () => {
  const list = (first: number, second: number): Entry => [
    'SubtensorModule.WeightCommits',
    [24, A],
    [[HASH, first, second, BLOCK + 1000]],
  ];
  const commit = { scheme: 'hash', hotkey: A, revealRound: null, commitHash: HASH, committedAt: BLOCK - 400 };
  for (const spec of [219, 315, 365])
    assert.deepEqual(await read(spec, [list(BLOCK - 400, BLOCK + 500)], false), [
      { ...commit, epoch: epochIndexAt(BLOCK - 400, CLOCK) },
    ]);
  assert.deepEqual(await read(424, [list(77, BLOCK - 400)], false), [{ ...commit, epoch: 77 }]);
});

test('commit-reveal v3 and v4, each item with its runtimes, by epoch and then as stored', async () => {
  const plain: Entry[] = [
    ['SubtensorModule.CRV3WeightCommits', [24, EPOCH], [[B, cipher(1), 9], [A, cipher(2), 8]]], // biome-ignore format: one row
    ['SubtensorModule.CRV3WeightCommits', [24, EPOCH - 1], [[A, cipher(3), 7]]],
    ['SubtensorModule.CRV3WeightCommits', [23, EPOCH], [[A, cipher(9), 7]]],
  ];
  const one = (hotkey: string, n: number, epoch: number, revealRound: number) => ({
    scheme: 'crv3',
    hotkey,
    committedAt: null,
    epoch,
    revealRound,
    commitHash: blake2Hash(cipher(n)),
  });
  assert.deepEqual(await read(219, plain), [
    one(A, 3, EPOCH - 1, 7),
    one(B, 1, EPOCH, 9),
    one(A, 2, EPOCH, 8),
  ]);

  const blocks = (name: StorageItemName): Entry[] => [
    [name, [24, EPOCH - 1], null],
    [name, [24, EPOCH], [[A, BLOCK - 5, cipher(1), 9], [B, BLOCK - 4, cipher(2), 9]]], // biome-ignore format: one row
  ];
  const withBlock = (scheme: string) => [
    { ...one(A, 1, EPOCH, 9), scheme, committedAt: BLOCK - 5 },
    { ...one(B, 2, EPOCH, 9), scheme, committedAt: BLOCK - 4 },
  ];
  const timelocks = blocks('SubtensorModule.TimelockedWeightCommits');
  for (const spec of [315, 343, 424]) assert.deepEqual(await read(spec, timelocks), withBlock('timelock'));
  // What a dead item still holds is read as well.
  const dead = blocks('SubtensorModule.CRV3WeightCommitsV2');
  assert.deepEqual(
    await read(315, [...timelocks, ...dead].slice(1)).catch((error) => error.code),
    'NOT_RECORDED',
  );
  const both = await read(315, [...timelocks, ...dead]);
  assert.deepEqual(
    both.filter((commit) => commit.scheme === 'crv3-block'),
    withBlock('crv3-block'),
  );
});

test('while commit-reveal is on, every open epoch of the living scheme must have been read', async () => {
  const item = 'SubtensorModule.TimelockedWeightCommits';
  await assert.rejects(read(424, [[item, [24, EPOCH], null]]), { code: 'NOT_RECORDED' });
  assert.deepEqual(await read(424, [[item, [24, EPOCH], null]], false), []);
  const old = 'SubtensorModule.CRV3WeightCommits';
  await assert.rejects(read(219, [[old, [24, EPOCH], null]]), { code: 'NOT_RECORDED' });
});
