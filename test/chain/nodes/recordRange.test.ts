import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { loadRuntime } from '../../../src/chain/codec/registry.js';
import { storageKey } from '../../../src/chain/codec/storageKeys.js';
import { createChain } from '../../../src/chain/createChain.js';
import { openChainCache } from '../../../src/chain/record/cache/openChainCache.js';
import { type RecordedRange, recordRange } from '../../../src/chain/record/recordRange.js';
import type { Archive } from '../../../src/domain/archive.js';
import { sha256Hex } from '../../../src/domain/canonical.js';
import type { Chain } from '../../../src/domain/chainState.js';
import type { SpoilKind } from '../../support/loopbackNode/faults.js';
import { createSubnetWorld, readMetadata } from '../../support/loopbackNode/simulate/createSubnetWorld.js';
import type { Simulation } from '../../support/loopbackNode/simulate/simulation.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';
import type { LoopbackNode } from '../../support/loopbackNode/startRpcServer.js';
import type { LoopbackWorld } from '../../support/loopbackNode/world.js';
import { compareTruth } from './compareTruth.js';
import { openTestArchive } from './openTestArchive.js';

const ROUND = 11_643;
const SEED = ROUND * 720;
/** Between two decisions and their reveal, inside of the audited round. */
const UPGRADE = SEED + 150;

let world: LoopbackWorld;
let simulation: Simulation;
const nodes: LoopbackNode[] = [];
let cacheFolder: string;

before(async () => {
  ({ world, simulation } = await createSubnetWorld(
    {
      firstBlock: SEED - 130,
      lastBlock: SEED + 1_400,
      size: 16,
      specVersion: 343,
      upgrades: [{ at: UPGRADE, specVersion: 424 }],
    },
    { stateRoots: true, stateVersion: 1, finalized: SEED + 1_380 },
  ));
  cacheFolder = await mkdtemp(join(tmpdir(), 'recrown-chain-'));
});
after(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await rm(cacheFolder, { recursive: true, force: true });
});

const start = async (...faults: Parameters<typeof startLoopbackNode>[1][]): Promise<LoopbackNode[]> => {
  const started = await Promise.all(faults.map((one) => startLoopbackNode(world, one)));
  nodes.push(...started);
  return started;
};

interface Recording {
  readonly nodes: readonly LoopbackNode[];
  readonly proofs?: 'auto' | 'none';
  readonly cache?: string;
  readonly options?: Parameters<typeof openTestArchive>[1];
  readonly toRound?: number;
}

async function record({
  nodes,
  proofs = 'auto',
  cache,
  options,
  toRound = ROUND,
}: Recording): Promise<RecordedRange> {
  let archive: Archive | null = null;
  try {
    return await recordRange({
      netuid: 24,
      fromRound: ROUND,
      toRound,
      cache: await openChainCache(cache ?? null),
      endpoints: nodes.map((node) => new URL(node.wsUrl).host),
      openArchive: async () => {
        archive = await openTestArchive(
          nodes.map((node, at) => (at % 2 === 0 ? node.wsUrl : node.httpUrl)),
          options,
        );
        return archive;
      },
      proofs,
    });
  } finally {
    await (archive as Archive | null)?.close();
  }
}

function chainOf(range: RecordedRange): Chain {
  const find = (number: number) => {
    const block = range.blocks.find((one) => one.number === number);
    assert.ok(block !== undefined);
    return block;
  };
  return createChain({
    blocks: range.blocks,
    netuid: 24,
    readBlock: (number) => Promise.resolve(find(number)),
    readMetadata: (version) =>
      Promise.resolve(
        range.runtimes.find((one) => one.specVersion === version)?.metadata ?? new Uint8Array(),
      ),
    readProof: (number) => Promise.resolve(find(number).proof),
    endpoints: range.endpoints,
  });
}

/** What must not depend on who answered and how. */
const contentOf = ({ genesisHash, blocks, runtimes }: RecordedRange) => ({
  genesisHash,
  blocks,
  runtimes: runtimes.map(({ specVersion, metadata }) => [specVersion, sha256Hex(metadata)]),
});

test('a range with an upgrade, read from two nodes: every recorded block is right, and every fact T2', async () => {
  const range = await record({ nodes: await start({}, {}) });
  const chain = chainOf(range);
  assert.deepEqual(
    range.runtimes.map((one) => one.specVersion),
    [343, 424],
  );
  for (const { number, specVersion } of range.blocks) {
    assert.equal(specVersion, number <= UPGRADE ? 343 : 424);
    const state = await chain.getState(number);
    assert.equal(state.trust, 'T2', `block ${number}`);
    compareTruth(state, simulation);
  }
  const recorded = new Set(chain.blocks);
  const [first, last] = [range.blocks[0]?.number ?? 0, range.blocks.at(-1)?.number ?? 0];
  assert.ok(first < UPGRADE && last > UPGRADE);
  const runtime = await loadRuntime(424, await readMetadata(424));
  const rows = Array.from({ length: 16 }, (_, uid) =>
    storageKey(runtime, 'SubtensorModule.Weights', [24, uid]),
  );
  let changes = 0;
  for (let block = first + 1; block <= last; block++)
    if (rows.some((key) => world.valueAt(block, key) !== world.valueAt(block - 1, key))) {
      assert.ok(recorded.has(block), `block ${block}, in which rows changed`);
      changes++;
    }
  assert.ok(changes >= 2);
});

test('fifty faults change nothing in what is recorded', async () => {
  const [clean, faulty] = await start({}, {});
  assert.ok(clean !== undefined && faulty !== undefined);
  const kinds: readonly SpoilKind[] = ['drop', 'html-502', 'rate-limit', 'internal-error', 'slow', 'silent'];
  for (let nth = 0; nth < 50; nth++) faulty.faults.at.set(5 + nth * 4, kinds[nth % kinds.length] ?? 'drop');
  const options = { maxRetries: 60, timeoutMs: 300 };
  const [whole, other] = [await record({ nodes: [clean] }), await record({ nodes: [faulty], options })];
  assert.deepEqual(contentOf(other), contentOf(whole));
  assert.ok(faulty.calls.length >= clean.calls.length + 50);
  // Asked with other page sizes, the same again.
  const narrow = await record({ nodes: [clean], options: { pageSize: 7, concurrency: 1 } });
  assert.deepEqual(contentOf(narrow), contentOf(whole));
});

test('an interrupted recording goes on where it stopped, and a complete one asks nothing', async () => {
  const [node] = await start({});
  assert.ok(node !== undefined);
  const whole = await record({ nodes: [node] });
  const asked = node.calls.length;
  const cache = join(cacheFolder, 'resumed');
  const options = { maxRetries: 0 };
  let attempts = 0;
  let range: RecordedRange | null = null;
  node.calls.length = 0;
  for (; range === null && attempts < 40; attempts++) {
    node.faults.downAfter = node.counted() + 25;
    range = await record({ nodes: [node], cache, options }).catch((error: { code: string }) => {
      assert.equal(error.code, 'CHAIN_ENDPOINT_DOWN');
      return null;
    });
  }
  node.faults.downAfter = null;
  assert.ok(range !== null && attempts > 2, `${attempts} attempts`);
  assert.deepEqual(contentOf(range), contentOf(whole));
  // Each attempt asks for the genesis and the final block again, and at most for what was in flight when it ended.
  assert.ok(node.calls.length < asked + attempts * 20, `${node.calls.length} calls instead of ${asked}`);
  node.calls.length = 0;
  assert.deepEqual(contentOf(await record({ nodes: [node], cache })), contentOf(whole));
  assert.equal(node.calls.length, 0);
});

test('a node that lies about one value is refuted by its own proof', async () => {
  const runtime = await loadRuntime(424, await readMetadata(424));
  const [liar] = await start({});
  assert.ok(liar !== undefined);
  liar.faults.lie = { key: storageKey(runtime, 'SubtensorModule.Weights', [24, 0]), value: '0x04050000ff' };
  await assert.rejects(record({ nodes: [liar] }), { code: 'CHAIN_VALUE_REFUTED', exitCode: 69 });
});

test('two nodes that disagree on a block are refused, and so is one that lies about a header', async () => {
  await assert.rejects(record({ nodes: await start({}, { lieHash: SEED }) }), {
    code: 'CHAIN_ENDPOINTS_DISAGREE',
    exitCode: 69,
  });
  await assert.rejects(record({ nodes: await start({ lieHeader: SEED }) }), { code: 'CHAIN_VALUE_REFUTED' });
});

test('pruned state and blocks that are not final end a recording with their own error', async () => {
  await assert.rejects(record({ nodes: await start({ pruneBelow: SEED }) }), { code: 'CHAIN_STATE_PRUNED' });
  const [node] = await start({});
  assert.ok(node !== undefined);
  await assert.rejects(record({ nodes: [node], toRound: ROUND + 1 }), {
    code: 'CHAIN_BLOCK_NOT_FINAL',
    exitCode: 69,
  });
  assert.ok(!node.calls.some((call) => call.method === 'state_queryStorageAt'));
});
