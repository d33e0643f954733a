import assert from 'node:assert/strict';
import { test } from 'node:test';
import { encodeEvents } from '../../src/chain/codec/encodeEvents.js';
import type { StoragePair } from '../../src/chain/codec/encodeStorage.js';
import { encodeStorage } from '../../src/chain/codec/encodeStorage.js';
import { storageKey } from '../../src/chain/codec/storageKeys.js';
import { createChain } from '../../src/chain/createChain.js';
import type { RecordedChain } from '../../src/chain/transports/snapshot.js';
import type { BlockRecord } from '../../src/domain/snapshot.js';
import { buildTrie } from '../support/trie/buildTrie.js';
import { blockOf, encodeSample, hotkeyNumber, metadataOf, runtimeOf, sampleSubnet } from './sampleSubnet.js';

const BLOCK = 8_382_960;
const TWO = ['one.example', 'two.example'];

/** A recorded chain of blocks of runtime 424, with proofs by block. */
const chainOf = (
  blocks: readonly BlockRecord[],
  more: Partial<RecordedChain> & { proofs?: Readonly<Record<number, readonly string[]>> } = {},
): RecordedChain => ({
  blocks: blocks.map(({ number, hash }) => ({ number, hash, specVersion: 424 })),
  netuid: 24,
  readBlock: (number) => Promise.resolve(blocks.find((one) => one.number === number) as BlockRecord),
  readMetadata: metadataOf,
  ...(more.proofs === undefined
    ? {}
    : { readProof: (block: number) => Promise.resolve(more.proofs?.[block] ?? null) }),
  ...more,
});

/** The trie of what a block stores, beside a key that nobody asks for. */
const trieOf = (pairs: readonly StoragePair[]) =>
  buildTrie([...pairs.filter((pair) => pair[1] !== null), ['0x1234', '0x56']] as [string, string][], 1);

async function provenBlock(number = BLOCK) {
  const pairs = await encodeSample(424, sampleSubnet(6));
  const trie = trieOf(pairs);
  return { pairs, trie, block: blockOf(number, pairs, undefined, trie.root as `0x${string}`) };
}

test('T0 by one source, T1 by two hosts, T2 by a proof on top of them', async () => {
  const { pairs, trie, block } = await provenBlock();
  const proofs = { [BLOCK]: trie.proof(pairs.map(([key]) => key)) };
  const stateOf = (more: Parameters<typeof chainOf>[1]) =>
    createChain(chainOf([block], more)).getState(BLOCK);
  const all = (tier: string) => ({
    settings: tier,
    uids: tier,
    commitments: tier,
    weights: tier,
    pendingWeightCommits: tier,
    events: null,
  });
  for (const [more, tier] of [
    [{}, 'T0'],
    [{ endpoints: ['one.example', 'ONE.example'] }, 'T0'],
    [{ proofs }, 'T0'],
    [{ endpoints: TWO }, 'T1'],
    [{ endpoints: TWO, proofs }, 'T2'],
    [{ endpoints: TWO, proofs: { [BLOCK]: [] } }, 'T1'],
  ] as const) {
    const state = await stateOf(more);
    assert.deepEqual([state.trust, state.trustOf], [tier, all(tier)]);
  }
});

test('a part is known as well as its weakest fact', async () => {
  const { pairs, trie, block } = await provenBlock();
  const runtime = await runtimeOf(424);
  const updates = storageKey(runtime, 'SubtensorModule.LastUpdate', [24]);
  const nodes = trie.proof(pairs.map(([key]) => key).filter((key) => key !== updates));
  const full = trie.proof(pairs.map(([key]) => key));
  assert.ok(nodes.length < full.length, 'leaving one key out leaves nodes out');
  const state = await createChain(chainOf([block], { endpoints: TWO, proofs: { [BLOCK]: nodes } })).getState(
    BLOCK,
  );
  assert.deepEqual([state.trust, state.trustOf.uids, state.trustOf.weights], ['T1', 'T1', 'T2']);
});

test('a proof that shows another value, or absence, or presence, refutes what was recorded', async () => {
  const { pairs, trie } = await provenBlock();
  const runtime = await runtimeOf(424);
  const tempo = encodeStorage(runtime, 'SubtensorModule.Tempo', [24], 99);
  const absentRow = pairs.find(([key, value]) => value === null && key.includes('18000500')) as StoragePair;
  const owner = storageKey(runtime, 'SubtensorModule.SubnetOwnerHotkey', [24]);
  const lies: [string, StoragePair][] = [
    ['another value', tempo],
    ['a value where there is none', [absentRow[0], '0x00']],
    ['absence where there is one', [owner, null]],
  ];
  for (const [name, lie] of lies) {
    const told = pairs.map((pair) => (pair[0] === lie[0] ? lie : pair));
    assert.notDeepEqual(told, pairs, name);
    const block = blockOf(BLOCK, told, undefined, trie.root as `0x${string}`);
    const proofs = { [BLOCK]: trie.proof(pairs.map(([key]) => key)) };
    for (const endpoints of [[], TWO])
      await assert.rejects(
        createChain(chainOf([block], { endpoints, proofs })).getState(BLOCK),
        (error: { code: string; remedy: string; facts: { key: string } }) =>
          error.code === 'CHAIN_VALUE_REFUTED' && error.remedy.length > 0 && error.facts.key === lie[0],
        name,
      );
  }
});

test('a header that is not the block of the hash proves nothing', async () => {
  const { pairs, trie, block } = await provenBlock();
  const other = { ...block, header: blockOf(BLOCK + 1, pairs).header };
  const proofs = { [BLOCK]: trie.proof([pairs[0]?.[0] as string]) };
  await assert.rejects(createChain(chainOf([other], { proofs })).getState(BLOCK), { code: 'DAMAGED' });
});

/** Blocks 100 before and 100 after BLOCK, and BLOCK itself with only some keys of its own. */
async function threeBlocks(own: readonly StoragePair[], after?: readonly StoragePair[]) {
  const { pairs, trie, block: before } = await provenBlock(BLOCK - 100);
  const last = blockOf(
    BLOCK + 100,
    after ?? pairs,
    before.hash,
    trieOf(after ?? pairs).root as `0x${string}`,
  );
  const middle = { ...blockOf(BLOCK, own, before.hash), between: [BLOCK - 100, BLOCK + 100] as const };
  return { pairs, trie, blocks: [before, middle, last] };
}

const SETTLED = [
  'SubtensorModule.Keys',
  'SubtensorModule.BlockAtRegistration',
  'Commitments.RevealedCommitments',
] as const;

/** The pairs of a small reading: without the large values that two full readings settle. */
async function smallReading(pairs: readonly StoragePair[]): Promise<readonly StoragePair[]> {
  const runtime = await runtimeOf(424);
  const prefixes = SETTLED.map((item) => storageKey(runtime, item, []));
  return pairs.filter(([key]) => !prefixes.some((prefix) => key.startsWith(prefix)));
}

test('a key between two readings that agree has their value, and the weaker of their tiers', async () => {
  const runtime = await runtimeOf(424);
  const tempo = encodeStorage(runtime, 'SubtensorModule.Tempo', [24], 99);
  const sample = await smallReading(await encodeSample(424, sampleSubnet(6)));
  const own = sample.map((pair) => (pair[0] === tempo[0] ? tempo : pair));
  const { blocks, pairs, trie } = await threeBlocks(own);
  const proof = trie.proof(pairs.map(([key]) => key));
  const proofs = { [BLOCK - 100]: proof, [BLOCK + 100]: proof };
  const state = await createChain(chainOf(blocks, { endpoints: TWO, proofs })).getState(BLOCK);
  const [first] = await Promise.all([createChain(chainOf(blocks)).getState(BLOCK - 100)]);
  assert.equal(state.tempo, 99, 'its own key counts');
  assert.deepEqual(
    [state.uids, state.weights, state.commitments],
    [first.uids, first.weights, first.commitments],
  );
  assert.deepEqual(state.pendingWeightCommits, first.pendingWeightCommits);
  assert.equal(state.pendingWeightCommits.length, 1);
  const { settings, uids, commitments } = state.trustOf;
  assert.deepEqual([settings, uids, commitments, state.trust], ['T1', 'T1', 'T2', 'T1']);
  const half = await createChain(
    chainOf(blocks, { endpoints: TWO, proofs: { [BLOCK - 100]: proof } }),
  ).getState(BLOCK);
  assert.equal(half.trustOf.commitments, 'T1');
});

test('a key between two readings that differ, or of which one lacks it, was not read', async () => {
  const runtime = await runtimeOf(424);
  const full = await encodeSample(424, sampleSubnet(6));
  const own = await smallReading(full);
  const holder = encodeStorage(runtime, 'SubtensorModule.Keys', [24, 0], hotkeyNumber(77));
  const since = encodeStorage(runtime, 'SubtensorModule.BlockAtRegistration', [24, 0], BLOCK + 50);
  const replaced = (pair: StoragePair) => full.map((one) => (one[0] === pair[0] ? pair : one));
  // Registered again by the same hotkey: who held it in between is not known.
  for (const after of [replaced(holder), replaced(since), full.filter(([key]) => key !== holder[0])]) {
    const { blocks } = await threeBlocks(own, after);
    await assert.rejects(createChain(chainOf(blocks)).getState(BLOCK), { code: 'NOT_RECORDED' });
  }
  const none = encodeStorage(runtime, 'Commitments.RevealedCommitments', [24, hotkeyNumber(77)], null);
  const { blocks } = await threeBlocks([...own, holder, none], replaced(holder));
  const state = await createChain(chainOf(blocks)).getState(BLOCK);
  assert.equal(state.uids[0]?.hotkey, hotkeyNumber(77));
});

test('what changes often is never taken from the blocks around: a small reading holds it itself', async () => {
  const own = await smallReading(await encodeSample(424, sampleSubnet(6)));
  const runtime = await runtimeOf(424);
  const forged = [
    storageKey(runtime, 'SubtensorModule.Weights', [24, 0]),
    storageKey(runtime, 'SubtensorModule.TimelockedWeightCommits', [24]),
    storageKey(runtime, 'SubtensorModule.LastUpdate', [24]),
    storageKey(runtime, 'SubtensorModule.ValidatorPermit', [24]),
    storageKey(runtime, 'SubtensorModule.CommitRevealWeightsEnabled', [24]),
  ];
  for (const start of forged) {
    const left = own.filter(([key]) => !key.startsWith(start));
    assert.ok(left.length < own.length, start);
    const { blocks } = await threeBlocks(left);
    await assert.rejects(createChain(chainOf(blocks)).getState(BLOCK), { code: 'NOT_RECORDED' }, start);
  }
});

test('events are never taken from the blocks around', async () => {
  const event = { pallet: 'SubtensorModule', name: 'WeightsSet', fields: [24, 3], phase: 1 } as const;
  const events = encodeEvents(await runtimeOf(424), [event]);
  const pairs = [...(await encodeSample(424, sampleSubnet(6))), events];
  const before = blockOf(BLOCK - 1, pairs);
  const after = blockOf(BLOCK + 1, pairs);
  const own = (await smallReading(pairs)).filter(([key]) => key !== events[0]);
  const middle = { ...blockOf(BLOCK, own), between: [BLOCK - 1, BLOCK + 1] as const };
  const chain = createChain(chainOf([before, middle, after]));
  assert.equal((await chain.getState(BLOCK)).events, null);
  const read = (await chain.getState(BLOCK + 1)).events;
  assert.deepEqual(read?.map((one) => [one.kind, one.uid]), [['weights-set', 3]]); // biome-ignore format: one row
  assert.equal((await chain.getState(BLOCK + 1)).trustOf.events, 'T0');
});

test('two readings that do not enclose the block, or are not recorded, are refused', async () => {
  const { blocks } = await threeBlocks([]);
  const [before, middle, after] = blocks as [BlockRecord, BlockRecord, BlockRecord];
  for (const between of [
    [BLOCK + 100, BLOCK + 100],
    [BLOCK - 100, BLOCK - 100],
    [BLOCK - 99, BLOCK + 100],
    [BLOCK - 100, BLOCK + 5],
  ] as const)
    await assert.rejects(
      createChain(chainOf([before, { ...middle, between }, after])).getState(BLOCK),
      { code: 'DAMAGED' },
      String(between),
    );
});
