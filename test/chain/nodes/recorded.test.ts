import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { decodeValue } from '../../../src/chain/codec/decodeValue.js';
import { encodeSubnet } from '../../../src/chain/codec/encodeSubnet.js';
import { loadRuntime } from '../../../src/chain/codec/registry.js';
import type { KeyArgument, Runtime, StorageItemName } from '../../../src/chain/codec/runtime.js';
import { requireItem, storageKey } from '../../../src/chain/codec/storageKeys.js';
import { createChain } from '../../../src/chain/createChain.js';
import { isEpochBlock } from '../../../src/eras/epochs.js';
import { answerFromRecords, type RecordedExchange } from '../../support/loopbackNode/answerFromRecords.js';
import { createLoopbackWorld } from '../../support/loopbackNode/createLoopbackWorld.js';
import { noFaults } from '../../support/loopbackNode/faults.js';
import { readMetadata } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';
import { startRpcServer } from '../../support/loopbackNode/startRpcServer.js';
import { openTestArchive } from './openTestArchive.js';
import { decodeMetagraph, type Metagraph, subnetOf } from './recordedMetagraph.js';

/** Block of the recorded metagraph of subnet 1 of finney. */
const BLOCK = 6_852_690;
/** Blocks of the recorded storage of the test network, and of `LastUpdate` of finney's subnet 1. */
const WEIGHTS_AT = '0x1b3f85dc8c83cada6d1782c955973a509a37c62af3d6ba29f5fd816aee37eb3b';
const BONDS_AT = '0xba206b08f55118c21e6e243702052edcecd48e89d951fa05213adde358473da0';
const UPDATES_AT = '0x2830271e820b419253b79cbafea83f726354bbef26eb318835ffa774288de9ff';
const TEMPO_AT = '0x03a008636efbe7706f79f2c7d7d4e85ff26a3e67922e5fefab71e7f6d9dab43d';
const COMMITMENT_AT = '0xa049374c707f9a426866a090c66eff7106a75597dd0d87a8fbe39a7f7887ed16';

let exchanges: readonly RecordedExchange[];
let metadata: Uint8Array;
let runtime: Runtime;
let graph: Metagraph;

before(async () => {
  const file = join(process.env.RECROWN_ROOT ?? '.', 'test/data/recorded-rpc.json');
  ({ exchanges } = JSON.parse(await readFile(file, 'utf8')) as { exchanges: RecordedExchange[] });
  metadata = await readMetadata(343);
  runtime = await loadRuntime(343, metadata);
  const answer = exchanges.find((one) => one.method === 'state_call')?.result as string;
  graph = decodeMetagraph(runtime, answer);
});

const startRecorded = () =>
  startRpcServer(answerFromRecords(exchanges, new Map([[343, metadata]])), noFaults());

test('the recorded answers of real nodes pass every check of the transport', async () => {
  const node = await startRecorded();
  const archive = await openTestArchive([node.wsUrl]);
  try {
    const hash = await archive.getBlockHash(BLOCK);
    const header = await archive.getHeader(hash);
    assert.equal(header.number, BLOCK);
    assert.equal(await archive.getSpecVersion(header.parentHash), 343);
    assert.deepEqual(Buffer.from(await archive.getMetadata(header.parentHash)), Buffer.from(metadata));
    let headers = 0;
    for (const { method, params } of exchanges)
      if (method === 'chain_getHeader') {
        assert.equal((await archive.getHeader(params[0] as `0x${string}`)).hash, params[0]);
        headers++;
      }
    assert.ok(headers >= 10);
    // A real node that prunes said so in these words.
    const pruned = exchanges.find((one) => one.error !== undefined)?.params[0] as `0x${string}`;
    await assert.rejects(archive.getSpecVersion(pruned), { code: 'CHAIN_STATE_PRUNED' });
  } finally {
    await archive.close();
    await node.close();
  }
});

test('keys built off line are those that real nodes were asked for, and their values decode', async () => {
  const hotkey = exchanges
    .flatMap(({ params }) => (typeof params[0] === 'string' ? [params[0]] : []))
    .find((key) => key.startsWith(storageKey(runtime, 'Commitments.CommitmentOf', [23])))
    ?.slice(-64);
  const cases: readonly (readonly [
    StorageItemName,
    readonly KeyArgument[],
    string,
    (json: unknown) => void,
  ])[] = [
    ['SubtensorModule.Weights', [23, 10], WEIGHTS_AT, (row) => assert.deepEqual(row, [[10, 65535]])],
    ['SubtensorModule.Tempo', [23], TEMPO_AT, (tempo) => assert.equal(tempo, 1000)],
    [
      'SubtensorModule.LastUpdate',
      [1],
      UPDATES_AT,
      (updates) => {
        assert.equal((updates as number[]).length, 1024);
        assert.equal((updates as number[])[0], 2_543_521);
      },
    ],
    ['SubtensorModule.Bonds', [23, 0], BONDS_AT, (bonds) => assert.ok(Array.isArray(bonds))],
    ['Commitments.CommitmentOf', [23, `0x${hotkey}`], COMMITMENT_AT, (value) => assert.equal(value, null)],
  ];
  const node = await startRecorded();
  const archive = await openTestArchive([node.httpUrl]);
  try {
    for (const [name, args, at, check] of cases) {
      // The server answers for no other key than the recorded one.
      const key = storageKey(runtime, name, args);
      const [[, value] = ['', null]] = await archive.getStorage([key], at as `0x${string}`);
      const item = requireItem(runtime, name);
      check(
        value === null ? null : decodeValue(runtime, item, Buffer.from(value.slice(2), 'hex'), name).toJSON(),
      );
    }
  } finally {
    await archive.close();
    await node.close();
  }
  for (const [name, at] of [
    ['SubtensorModule.Weights', WEIGHTS_AT],
    ['SubtensorModule.Bonds', BONDS_AT],
  ] as const) {
    const prefix = storageKey(runtime, name, [23]);
    const page = exchanges.find(
      ({ method, params }) => method === 'state_getKeysPaged' && params[0] === prefix && params[3] === at,
    );
    const keys = page?.result as string[];
    assert.ok(keys.length > 0);
    for (const key of keys) {
      const uid = Buffer.from(key.slice(-4), 'hex').readUInt16LE();
      assert.equal(storageKey(runtime, name, [23, uid]), key);
    }
  }
});

test('the recorded metagraph of 1,024 neurons goes through storage, wire and reader unchanged', async () => {
  const values = subnetOf(graph);
  assert.equal(values.uids.length, 1024);
  const number = graph.block?.toJSON() as number;
  assert.equal(number, BLOCK);
  const pairs = encodeSubnet(runtime, values);
  const world = createLoopbackWorld({
    firstBlock: BLOCK - 1,
    lastBlock: BLOCK + 1,
    metadata: new Map([[343, metadata]]),
    timeline: { initial: pairs, changes: [], runtimes: [{ from: 0, specVersion: 343 }] },
    stateRoots: true,
    stateVersion: 1,
  });
  const nodes = await Promise.all([startLoopbackNode(world), startLoopbackNode(world)]);
  const archive = await openTestArchive(nodes.map((node) => node.wsUrl));
  try {
    const hash = await archive.getBlockHash(BLOCK);
    const { scale } = await archive.getHeader(hash);
    const keys = pairs.map(([key]) => key);
    const storage = await archive.getStorage(keys, hash);
    assert.deepEqual(storage, pairs);
    const proof = await archive.getReadProof(keys, hash);
    const chain = createChain({
      blocks: [{ number: BLOCK, hash, specVersion: 343 }],
      netuid: 1,
      readBlock: () => Promise.resolve({ number: BLOCK, hash, header: scale, storage }),
      readMetadata: () => Promise.resolve(metadata),
      readProof: () => Promise.resolve(proof),
      endpoints: archive.endpoints,
    });
    const state = await chain.getState(BLOCK);
    assert.deepEqual(state.uids, values.uids);
    assert.deepEqual(
      state.weights.filter(({ row }) => row.length > 0),
      values.weights,
    );
    assert.equal(state.commitments.length, 256);
    assert.deepEqual([state.tempo, state.ownerHotkey, state.trust], [99, values.ownerHotkey, 'T2']);
    // The recorded last step is an epoch block by arithmetic, and no block between it and the recorded one is.
    assert.equal(state.lastEpochBlock, 6_852_597);
    const epochs = Array.from({ length: 94 }, (_, at) => 6_852_597 + at).filter((one) =>
      isEpochBlock(one, { netuid: 1, tempo: 99 }),
    );
    assert.deepEqual(epochs, [6_852_597]);
    assert.ok((archive.calls().state_queryStorageAt ?? 0) <= Math.ceil(keys.length / 50) + 10);
  } finally {
    await archive.close();
    await Promise.all(nodes.map((node) => node.close()));
  }
});
