import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { hexToU8a } from '@polkadot/util';
import { openProof } from '../../../src/chain/proof/readProof.js';
import type { Archive } from '../../../src/domain/archive.js';
import type { Faults, SpoilKind } from '../../support/loopbackNode/faults.js';
import { createSubnetWorld } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';
import type { LoopbackNode } from '../../support/loopbackNode/startRpcServer.js';
import type { LoopbackWorld, WorldBlock } from '../../support/loopbackNode/world.js';
import { openTestArchive } from './openTestArchive.js';

const FIRST = 8_380_000;
const BLOCK = FIRST + 40;

let world: LoopbackWorld;
let block: WorldBlock;
let truth: readonly (readonly [string, string])[];
let keys: readonly string[];

before(async () => {
  const made = await createSubnetWorld(
    { firstBlock: FIRST, lastBlock: FIRST + 90, size: 40, specVersion: 424 },
    { stateRoots: true, stateVersion: 1, finalized: FIRST + 80 },
  );
  world = made.world;
  const found = world.blockAt(BLOCK);
  assert.ok(found !== null);
  block = found;
  truth = world.entriesAt(BLOCK);
  keys = truth.map(([key]) => key);
});

const open: LoopbackNode[] = [];
after(() => Promise.all(open.map((node) => node.close())));

/** A node of the world, over both transports in turn. */
async function withNode(
  faults: Partial<Faults>,
  read: (archive: Archive, node: LoopbackNode) => Promise<void>,
  options: Parameters<typeof openTestArchive>[1] = {},
): Promise<void> {
  for (const transport of ['wsUrl', 'httpUrl'] as const) {
    const node = await startLoopbackNode(world);
    open.push(node);
    const archive = await openTestArchive([node[transport]], { timeoutMs: 2_000, ...options });
    Object.assign(node.faults, structuredClone(faults));
    try {
      await read(archive, node);
    } finally {
      await archive.close();
      await node.close();
    }
  }
}

const readsAll = async (archive: Archive): Promise<void> =>
  assert.deepEqual(await archive.getStorage(keys, block.hash), truth);

test('rate limits of both kinds are waited out', async () => {
  for (const rpc of [true, false])
    await withNode({ rateLimit: { every: 3, rpc, retryAfterSeconds: 1 } }, async (archive, node) => {
      await readsAll(archive);
      await archive.getHeader(block.hash);
      assert.ok(node.calls.length > (archive.calls().chain_getHeader ?? 0) + keys.length / 50);
    });
});

test('a limit that never ends is an error that says to come back later', async () => {
  await withNode({ rateLimit: { every: 1 } }, async (archive) => {
    await assert.rejects(archive.getStorage(keys, block.hash), { code: 'CHAIN_RATE_LIMITED', exitCode: 75 });
  });
});

test('an answer that breaks off, comes late or never is asked for again', async () => {
  const kinds: readonly SpoilKind[] = ['drop', 'silent', 'slow', 'html-502', 'html-500', 'internal-error'];
  for (const kind of kinds) {
    const spoils = [{ kind, method: 'state_queryStorageAt', times: 1, delayMs: 600 }];
    await withNode(
      { spoils },
      async (archive, node) => {
        await readsAll(archive);
        assert.equal(node.faults.spoils[0]?.times, 0, kind);
      },
      { timeoutMs: 300 },
    );
  }
});

test('a half-closed connection is given up and opened again', async () => {
  await withNode(
    {},
    async (archive, node) => {
      await archive.getHeader(block.hash);
      node.faults.halfClosed = true;
      const reading = archive.getStorage(keys, block.hash);
      const asked = node.calls.length;
      while (node.calls.length < asked + 2) await new Promise((resolve) => setTimeout(resolve, 20));
      node.faults.halfClosed = false;
      assert.deepEqual(await reading, truth);
    },
    { timeoutMs: 200 },
  );
});

test('answers that cannot be used are errors, and no value is made up of them', async () => {
  const kinds: readonly SpoilKind[] = ['garbage', 'truncated', 'wrong-shape', 'missing-keys'];
  for (const kind of kinds)
    await withNode({ spoils: [{ kind, method: 'state_queryStorageAt', times: 999 }] }, async (archive) => {
      await assert.rejects(
        archive.getStorage(keys, block.hash),
        (error: { code: string; message: string }) => {
          assert.equal(error.code, 'CHAIN_BAD_ANSWER', kind);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: looks for what a hostile node sent
          assert.doesNotMatch(error.message, /[\u0000\u001b]/);
          return true;
        },
      );
    });
});

test('an answer above the limit of size ends the read without being kept', async () => {
  const spoils = [{ kind: 'oversize', method: 'state_getMetadata', times: 999, bytes: 4_000_000 }] as const;
  await withNode(
    { spoils: [...spoils] },
    async (archive) => {
      await assert.rejects(archive.getMetadata(block.hash), { exitCode: 69 });
    },
    { maxAnswerBytes: 1_000_000 },
  );
});

test('an answer with the id of another call is not taken for this one', async () => {
  await withNode(
    { spoils: [{ kind: 'wrong-id', method: 'state_queryStorageAt', times: 1 }] },
    async (archive) => {
      const read = await archive.getStorage(keys, block.hash).catch((error: { code: string }) => error.code);
      if (typeof read === 'string') assert.equal(read, 'CHAIN_BAD_ANSWER');
      else assert.deepEqual(read, truth);
    },
    { timeoutMs: 300 },
  );
});

test('pruned state, an unknown block, and a method that is not there each have their error', async () => {
  await withNode({ pruneBelow: BLOCK + 1 }, async (archive) => {
    await assert.rejects(archive.getStorage(keys, block.hash), { code: 'CHAIN_STATE_PRUNED', exitCode: 69 });
    await assert.rejects(archive.getSpecVersion(block.hash), { code: 'CHAIN_STATE_PRUNED' });
    assert.equal((await archive.getHeader(block.hash)).hash, block.hash);
  });
  await withNode({ unknownAbove: BLOCK - 1 }, async (archive) => {
    await assert.rejects(archive.getBlockHash(BLOCK), { code: 'CHAIN_BLOCK_UNKNOWN', exitCode: 69 });
    await assert.rejects(archive.getHeader(block.hash), { code: 'CHAIN_BLOCK_UNKNOWN' });
    await assert.rejects(archive.getStorage(keys, block.hash), { code: 'CHAIN_BLOCK_UNKNOWN' });
  });
  await withNode({}, async (archive, node) => {
    node.faults.refused.add('state_getReadProof').add('state_getMetadata');
    assert.equal(await archive.getReadProof(keys, block.hash), null);
    await assert.rejects(archive.getMetadata(block.hash), { code: 'CHAIN_METHOD_MISSING', exitCode: 69 });
    assert.equal(await archive.getFinalizedBlock(), FIRST + 80);
  });
});

test('a node of another chain is refused before anything is read', async () => {
  const node = await startLoopbackNode(world, { wrongGenesis: `0x${'ab'.repeat(32)}` });
  await assert.rejects(openTestArchive([node.wsUrl]), { code: 'CHAIN_WRONG_NETWORK', exitCode: 69 });
  assert.deepEqual([...new Set(node.calls.map((call) => call.method))], ['chain_getBlockHash']);
  await node.close();
});

test('a header that is not the block is refused', async () => {
  await withNode({ lieHeader: BLOCK }, async (archive) => {
    await assert.rejects(archive.getHeader(block.hash), { code: 'CHAIN_VALUE_REFUTED', exitCode: 69 });
  });
});

test('a lie about a value is shown by the proof, whose own lie proves nothing', async () => {
  const [key, value] = truth[7] ?? ['', ''];
  await withNode({ lie: { key, value: '0xdeadbeef' } }, async (archive, node) => {
    const [told] = await archive.getStorage([key], block.hash);
    assert.deepEqual(told, [key, '0xdeadbeef']);
    const { stateRoot } = await archive.getHeader(block.hash);
    const honest = openProof((await archive.getReadProof([key], block.hash)) ?? [], stateRoot);
    assert.deepEqual(honest.read(key), { state: 'present', value: hexToU8a(value) });
    node.faults.lieProof = true;
    const lying = openProof((await archive.getReadProof([key], block.hash)) ?? [], stateRoot);
    assert.deepEqual(lying.read(key), { state: 'incomplete' });
  });
});

test('a lie about a hash is shown by a second endpoint', async () => {
  const liar = await startLoopbackNode(world, { lieHash: BLOCK });
  const honest = await startLoopbackNode(world);
  const alone = await openTestArchive([liar.wsUrl]);
  const both = await openTestArchive([honest.httpUrl, liar.wsUrl]);
  try {
    // Its header hashes to the hash it gives: alone it cannot be refuted.
    const hash = await alone.getBlockHash(BLOCK);
    assert.notEqual(hash, block.hash);
    assert.equal((await alone.getHeader(hash)).number, BLOCK);
    await assert.rejects(both.getBlockHash(BLOCK), { code: 'CHAIN_ENDPOINTS_DISAGREE', exitCode: 69 });
    assert.equal(await both.getBlockHash(BLOCK + 1), world.blockAt(BLOCK + 1)?.hash);
  } finally {
    await Promise.all([alone.close(), both.close()]);
    await Promise.all([liar.close(), honest.close()]);
  }
});

test('a second endpoint answers where the first one fails', async () => {
  const pruned = await startLoopbackNode(world, {
    pruneBelow: world.last,
    refused: new Set(['state_getReadProof']),
  });
  const whole = await startLoopbackNode(world);
  const archive = await openTestArchive([pruned.httpUrl, whole.wsUrl]);
  try {
    await readsAll(archive);
    assert.ok((await archive.getReadProof(keys, block.hash)) !== null);
  } finally {
    await archive.close();
    await Promise.all([pruned.close(), whole.close()]);
  }
});

test('fifty faults of every kind lose nothing', async () => {
  const kinds: readonly SpoilKind[] = ['drop', 'html-502', 'rate-limit', 'internal-error', 'slow'];
  await withNode(
    {},
    async (archive, node) => {
      for (let nth = 0; nth < 50; nth++) {
        const kind = kinds[nth % kinds.length] ?? 'drop';
        node.faults.spoils.push({ kind, method: null, times: 1, delayMs: 5 });
      }
      for (let number = FIRST + 1; number <= FIRST + 60; number++) {
        const hash = await archive.getBlockHash(number);
        assert.equal(hash, world.blockAt(number)?.hash);
        assert.deepEqual(
          await archive.getStorage(keys.slice(0, 60), hash),
          keys.slice(0, 60).map((key) => [key, world.valueAt(number, key)]),
        );
      }
      assert.ok(node.faults.spoils.every((spoil) => spoil.times === 0));
    },
    { maxRetries: 60 },
  );
});
