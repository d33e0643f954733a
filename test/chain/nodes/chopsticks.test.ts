import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeValue } from '../../../src/chain/codec/decodeValue.js';
import { encodePayload } from '../../../src/chain/codec/encodePayload.js';
import { encodeStorage } from '../../../src/chain/codec/encodeStorage.js';
import { loadRuntime } from '../../../src/chain/codec/registry.js';
import type { Runtime } from '../../../src/chain/codec/runtime.js';
import { requireItem, storageKey } from '../../../src/chain/codec/storageKeys.js';
import { readMetadata } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { inventHotkey } from '../../support/loopbackNode/simulate/subnetModel.js';
import {
  CHOPSTICKS_GENESIS,
  type Chopsticks,
  startChopsticks,
} from '../../support/loopbackNode/startChopsticks.js';
import { openTestArchive } from './openTestArchive.js';

const NETUID = 24;
const ROW = [
  [11, 65535],
  [155, 7282],
] as const;
const ZEROED = [
  [11, 0],
  [155, 7282],
] as const;

let node: Chopsticks;
/** Lays out what is planted: the node's own runtime is of 2024 and knows no revealed commitments. */
let runtime: Runtime;

before(async () => {
  node = await startChopsticks();
  runtime = await loadRuntime(343, await readMetadata(343));
});
after(() => node.close());

const open = (url: string) =>
  openTestArchive([url], { expectedGenesis: CHOPSTICKS_GENESIS, timeoutMs: 60_000 });

const weights = (uid: number, row: readonly (readonly [number, number])[] | null) =>
  encodeStorage(runtime, 'SubtensorModule.Weights', [NETUID, uid], row);

const revealed = (uid: number, texts: readonly string[]) =>
  encodeStorage(
    runtime,
    'Commitments.RevealedCommitments',
    [NETUID, inventHotkey(`uid ${uid}`)],
    texts.map((text, at) => [encodePayload(text), 100 + at]),
  );

test('weights and commitments planted in a real node are read back over the wire, per block', async () => {
  const before = [weights(0, ROW), revealed(3, ['{"model":"org/one"}'])];
  const after = [
    weights(0, ZEROED),
    revealed(3, ['{"model":"org/one"}', '{"model":"org/two"}']),
    weights(7, ROW),
  ];
  const first = await node.plantBlock(before);
  const second = await node.plantBlock(after);
  const third = await node.plantBlock([weights(0, null)]);
  for (const url of [node.wsUrl, node.httpUrl]) {
    const archive = await open(url);
    try {
      const keys = after.map(([key]) => key);
      assert.deepEqual(await archive.getStorage(keys, first), [...before, [keys[2], null]]);
      assert.deepEqual(await archive.getStorage(keys, second), after);
      assert.deepEqual(await archive.getStorage(keys, third), [[keys[0], null], after[1], after[2]]);
      const [, value] = (await archive.getStorage(keys, second))[0] ?? [];
      const item = requireItem(runtime, 'SubtensorModule.Weights');
      const row = decodeValue(runtime, item, Buffer.from(value?.slice(2) ?? '', 'hex'), 'here');
      assert.deepEqual(row.toJSON(), ZEROED);
      // Both blocks were built on one another, and their headers hash to what the node calls them.
      const header = await archive.getHeader(second);
      assert.deepEqual([header.hash, header.parentHash], [second, first]);
      assert.equal(await archive.getBlockHash(header.number), second);
      assert.equal(await archive.getBlockHash(header.number - 1), first);
      assert.equal(await archive.getFinalizedBlock(), header.number + 1);
      // A real runtime of another version tells itself, and its metadata loads.
      assert.equal(await archive.getSpecVersion(second), 185);
      const own = await loadRuntime(185, await archive.getMetadata(second));
      assert.equal(
        storageKey(own, 'SubtensorModule.Weights', [NETUID, 0]),
        storageKey(runtime, 'SubtensorModule.Weights', [NETUID, 0]),
      );
    } finally {
      await archive.close();
    }
  }
});

test('more keys than one call takes come back whole and in order', async () => {
  const planted = Array.from({ length: 333 }, (_, uid) => weights(uid, [[uid, 65535]]));
  const hash = await node.plantBlock(planted);
  const archive = await open(node.wsUrl);
  try {
    const keys = planted.map(([key]) => key).reverse();
    assert.deepEqual(await archive.getStorage(keys, hash), planted.toReversed());
    assert.ok((archive.calls().state_queryStorageAt ?? 0) >= 4);
  } finally {
    await archive.close();
  }
});

test('what the node does not have is an error of its class', async () => {
  const archive = await open(node.wsUrl);
  const nowhere = `0x${'11'.repeat(32)}` as const;
  try {
    await assert.rejects(archive.getBlockHash(1_000_000), { code: 'CHAIN_BLOCK_UNKNOWN' });
    // For a hash that it never saw it answers the header of its genesis.
    await assert.rejects(archive.getHeader(nowhere), { code: 'CHAIN_VALUE_REFUTED' });
  } finally {
    await archive.close();
  }
  await assert.rejects(openTestArchive([node.wsUrl]), { code: 'CHAIN_WRONG_NETWORK', exitCode: 69 });
});
