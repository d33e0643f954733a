import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ApiPromise, HttpProvider, WsProvider } from '@polkadot/api';
import { compactAddLength, hexToU8a } from '@polkadot/util';
import { openProof } from '../../../src/chain/proof/readProof.js';
import { blake2Hash } from '../../../src/domain/blake2Hash.js';
import { callNode } from '../../support/loopbackNode/callNode.js';
import { createSubnetWorld } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';

const FIRST = 8_380_000;
const UPGRADE = FIRST + 400;
const plan = {
  firstBlock: FIRST,
  lastBlock: FIRST + 800,
  size: 16,
  specVersion: 343,
  upgrades: [{ at: UPGRADE, specVersion: 424 }],
};

test('an independent client connects, and reads each block with the runtime of its parent', async (t) => {
  const { world } = await createSubnetWorld(plan);
  const node = await startLoopbackNode(world);
  // Also after a failure: a server that listens would keep the process.
  t.after(() => node.close());
  for (const provider of [new WsProvider(node.wsUrl), new HttpProvider(node.httpUrl)]) {
    const api = await ApiPromise.create({ provider, noInitWarn: true });
    try {
      assert.equal(api.genesisHash.toHex(), world.genesisHash);
      assert.equal(api.runtimeVersion.specVersion.toNumber(), 424);
      for (const block of [UPGRADE - 1, UPGRADE, UPGRADE + 1]) {
        const at = await api.at(world.blockAt(block)?.hash ?? '');
        assert.equal(at.runtimeVersion.specVersion.toNumber(), block <= UPGRADE ? 343 : 424);
        const { system, subtensorModule } = at.query;
        assert.equal(String(await system?.number?.()), String(block));
        const epoch = await subtensorModule?.subnetEpochIndex?.(24);
        // The old layout has no such item; the first block of the new runtime stores it.
        assert.equal(
          epoch?.toString(),
          block <= UPGRADE ? undefined : String(Math.floor((block + 25) / 361)),
        );
        const events = (await system?.events?.())?.toHuman() as { event: { section: string } }[];
        assert.equal(events[0]?.event.section, 'system');
        const keys = await subtensorModule?.keys?.keys(24);
        assert.equal(keys?.length, 16);
      }
    } finally {
      await api.disconnect();
    }
  }
});

test('headers hash to their hashes, link to their parents, and their roots are those of the storage', async () => {
  for (const stateVersion of [0, 1] as const) {
    const { world } = await createSubnetWorld(
      { ...plan, lastBlock: FIRST + 60, size: 6 },
      { stateRoots: true, stateVersion },
    );
    const node = await startLoopbackNode(world);
    try {
      let roots = 0;
      for (let number = FIRST + 1; number <= world.last; number++) {
        const [block, parent] = [world.blockAt(number), world.blockAt(number - 1)];
        assert.ok(block !== null && parent !== null);
        assert.equal(blake2Hash(hexToU8a(block.header)), block.hash);
        assert.equal(block.json.parentHash, parent.hash);
        if (block.json.stateRoot !== parent.json.stateRoot) roots++;
      }
      assert.ok(roots >= 59, 'every block writes its number');
      const block = world.blockAt(FIRST + 50);
      assert.ok(block !== null);
      const [key, value] = world.entriesAt(block.number)[3] ?? ['', ''];
      const { proof } = (await callNode(node.httpUrl, 'state_getReadProof', [[key], block.hash])) as {
        proof: string[];
      };
      const answer = openProof(proof, block.json.stateRoot).read(key);
      assert.deepEqual(answer, { state: 'present', value: hexToU8a(value) });
    } finally {
      await node.close();
    }
  }
});

test('metadata comes by both calls, and keys in pages', async () => {
  const { world } = await createSubnetWorld({ ...plan, lastBlock: FIRST + 10 });
  const node = await startLoopbackNode(world);
  try {
    const { hash } = world.blockAt(FIRST + 5) ?? { hash: '' };
    const call = (method: string, ...params: unknown[]) => callNode(node.httpUrl, method, params);
    const whole = (await call('state_getMetadata', hash)) as string;
    const at = await call('state_call', 'Metadata_metadata_at_version', '0x0f000000', hash);
    assert.equal(at, `0x01${Buffer.from(compactAddLength(hexToU8a(whole))).toString('hex')}`);
    assert.equal(await call('state_call', 'Metadata_metadata_at_version', '0x0e000000', hash), '0x00');
    const all = world.entriesAt(FIRST + 5).map(([key]) => key);
    const paged: string[] = [];
    for (;;) {
      const page = (await call('state_getKeysPaged', '0x', 7, paged.at(-1) ?? null, hash)) as string[];
      paged.push(...page);
      if (page.length < 7) break;
    }
    assert.deepEqual(paged, all);
    await assert.rejects(call('state_traceBlock', hash), /-32601: Method not found/);
    await assert.rejects(
      call('state_getStorage', all[0], `0x${'7'.repeat(64)}`),
      /4003: .*Header was not found/,
    );
    assert.equal(await call('chain_getBlockHash', world.last + 1), null);
  } finally {
    await node.close();
  }
});
