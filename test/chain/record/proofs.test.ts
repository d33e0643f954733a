import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkedHeader } from '../../../src/chain/codec/checkedHeader.js';
import { loadRuntime } from '../../../src/chain/codec/registry.js';
import { storageKey } from '../../../src/chain/codec/storageKeys.js';
import { openProof } from '../../../src/chain/proof/readProof.js';
import { pruneProof } from '../../../src/chain/record/pruneProof.js';
import type { RecordedRange } from '../../../src/chain/record/recordRange.js';
import { readMetadata } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { recordRound, SEED, smallWorld } from './smallWorld.js';

/** Every key of every record is proven by the nodes kept with it, and no node is there in vain. */
function checkProofs({ blocks }: RecordedRange): void {
  for (const block of blocks) {
    const { stateRoot } = checkedHeader(block.header, block.hash);
    assert.ok(block.proof !== null);
    const proof = openProof(block.proof, stateRoot);
    for (const [key, value] of block.storage) {
      const answer = proof.read(key);
      assert.notEqual(answer.state, 'incomplete');
      const proven = answer.state === 'present' ? `0x${Buffer.from(answer.value).toString('hex')}` : null;
      assert.equal(proven, value);
    }
    const keys = block.storage.map(([key]) => key);
    for (const node of block.proof.slice(0, 4)) {
      const without = openProof(
        block.proof.filter((one) => one !== node),
        stateRoot,
      );
      assert.ok(keys.some((key) => without.read(key).state === 'incomplete'));
    }
  }
}

test('every value is proven, in both state versions, and the same nodes are kept whatever else came with them', async () => {
  for (const stateVersion of [0, 1] as const) {
    const world = await smallWorld({ stateRoots: true, stateVersion });
    const plain = await (await recordRound(world, null, {})).run;
    checkProofs(plain);
    const more = (nodes: readonly string[]) => [...nodes, '0x00', ...nodes, `0x${'ab'.repeat(40)}`].reverse();
    assert.deepEqual(await (await recordRound(world, null, { spoil: more })).run, plain);
  }
});

test('a value that the proof refutes stops the recording, names host and key, and is not kept', async () => {
  const world = await smallWorld({ stateRoots: true });
  const whole = await (await recordRound(world, null, {})).run;
  const target = whole.blocks.find((block) => block.number === SEED + 300);
  const runtime = await loadRuntime(424, await readMetadata(424));
  const size = storageKey(runtime, 'SubtensorModule.SubnetworkN', [24]);
  const picks = [0, 5, 11, 17].map((at) => target?.storage[at % target.storage.length]?.[0] ?? '');
  for (const key of [size, ...picks]) {
    const dir = await mkdtemp(join(tmpdir(), 'recrown-lie-'));
    try {
      const lie = (asked: string, value: string | null, block: number): string | null =>
        asked === key && block === SEED + 300 ? `${value ?? '0x01'}00` : value;
      // The last byte is added where it leaves the value readable or not: the proof comes before any use of it.
      const { run } = await recordRound(world, dir, { lie, hosts: ['liar.example'] });
      await assert.rejects(run, (error: { code: string; why: string; facts: { keys?: string[] } }) => {
        if (error.code !== 'CHAIN_VALUE_REFUTED') return false;
        assert.match(error.why, /liar\.example/);
        assert.deepEqual(error.facts.keys, [key]);
        return true;
      });
      const honest = await recordRound(world, dir, { hosts: ['liar.example'] });
      assert.deepEqual((await honest.run).blocks, whole.blocks);
    } finally {
      await rm(dir, { recursive: true, force: true });
    }
  }
});

test('a proof that leaves a key open is refused, and none at all is recorded as none', async () => {
  const world = await smallWorld({ stateRoots: true });
  const cut = await recordRound(world, null, { spoil: (nodes) => nodes.slice(1) });
  await assert.rejects(cut.run, { code: 'CHAIN_BAD_ANSWER' });
  const none = await recordRound(world, null, {}, { proofs: 'none' });
  assert.ok((await none.run).blocks.every((block) => block.proof === null));
  assert.equal(none.archive.calls().state_getReadProof, undefined);
  const unable = await recordRound(await smallWorld(), null, {});
  const range = await unable.run;
  assert.ok(range.blocks.every((block) => block.proof === null));
  assert.equal(unable.archive.calls().state_getReadProof, range.blocks.length);
});

test('values read without proofs are proven later without being read again', async () => {
  const world = await smallWorld({ stateRoots: true });
  const dir = await mkdtemp(join(tmpdir(), 'recrown-later-'));
  try {
    await (await recordRound(world, dir, {}, { proofs: 'none' })).run;
    const { run, archive } = await recordRound(world, dir, {});
    checkProofs(await run);
    assert.equal(archive.calls().state_queryStorageAt, undefined);
    const bare = await recordRound(world, dir, null, { proofs: 'none' });
    assert.ok((await bare.run).blocks.every((block) => block.proof === null));
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
});

test('pruning leaves the paths of the keys and nothing else', async () => {
  const world = await smallWorld({ stateRoots: true });
  const { stateRoot } = (world.blockAt(SEED) as { json: { stateRoot: string } }).json;
  const entries = world.entriesAt(SEED).map(([key]) => key);
  const all = world.proofAt(SEED, entries) as readonly string[];
  for (const keys of [entries.slice(0, 1), entries.slice(3, 9), ['0xffff', '0x00'], []]) {
    const fewest = [...(world.proofAt(SEED, keys) as readonly string[])].sort();
    const pruned = pruneProof(all, stateRoot, keys);
    assert.deepEqual(pruned, keys.length === 0 ? [] : fewest);
  }
});
