import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { storageKey } from '../../../src/chain/codec/storageKeys.js';
import { BlockSource } from '../../../src/chain/record/BlockSource.js';
import { openChainCache } from '../../../src/chain/record/cache/openChainCache.js';
import { recordBlock } from '../../../src/chain/record/recordBlock.js';
import type { Archive } from '../../../src/domain/archive.js';
import { startLoopbackNode } from '../../support/loopbackNode/startLoopbackNode.js';
import type { LoopbackNode } from '../../support/loopbackNode/startRpcServer.js';
import type { LoopbackWorld } from '../../support/loopbackNode/world.js';
import { SEED, smallWorld } from '../record/smallWorld.js';
import { runtimeOf } from '../sampleSubnet.js';
import { openTestArchive } from './openTestArchive.js';

/** The row of a validator, as one of two nodes invents it. */
let key: string;
const LIE = '0x04050000ff';

let world: LoopbackWorld;
let folder: string;
const nodes: LoopbackNode[] = [];

before(async () => {
  world = await smallWorld();
  key = storageKey(await runtimeOf(424), 'SubtensorModule.Weights', [24, 0]);
  folder = await mkdtemp(join(tmpdir(), 'recrown-agree-'));
  nodes.push(
    await startLoopbackNode(world),
    await startLoopbackNode(world, { lie: { key, value: LIE } }),
    await startLoopbackNode(world),
  );
});
after(async () => {
  await Promise.all(nodes.map((node) => node.close()));
  await rm(folder, { recursive: true, force: true });
});

const hostOf = (node: LoopbackNode): string => new URL(node.wsUrl).host;

async function record(of: readonly LoopbackNode[], proofs: 'auto' | 'none', cache: string) {
  let archive: Archive | null = null;
  try {
    return await recordBlock({
      netuid: 24,
      block: SEED,
      cache: await openChainCache(join(folder, cache)),
      endpoints: of.map(hostOf),
      proofs,
      openArchive: async () => {
        archive = await openTestArchive(of.map((node, at) => (at % 2 === 0 ? node.wsUrl : node.httpUrl)));
        return archive;
      },
    });
  } finally {
    await (archive as Archive | null)?.close();
  }
}

/** What a cache holds of the row at the seed block. */
async function cachedRow(cache: string): Promise<string | null | undefined> {
  const source = new BlockSource(
    {
      cache: await openChainCache(join(folder, cache)),
      openArchive: () => Promise.reject(new Error('the archive was opened')),
      endpoints: [],
      proofs: 'none',
    },
    SEED,
  );
  return (await source.openBlock(SEED)).cached.values.get(key);
}

for (const proofs of ['none', 'auto'] as const)
  test(`proofs ${proofs}, and none offered: a value of one of two nodes is refused, and not kept`, async () => {
    const [honest, liar] = nodes as [LoopbackNode, LoopbackNode];
    for (const [nth, pair] of [
      [honest, liar],
      [liar, honest],
    ].entries()) {
      const cache = `${proofs}-${nth}`;
      await assert.rejects(record(pair, proofs, cache), (error: { code: string; message: string }) => {
        assert.equal(error.code, 'CHAIN_ENDPOINTS_DISAGREE');
        return true;
      });
      if (proofs === 'none') assert.equal(await cachedRow(cache), undefined);
      await assert.rejects(record(pair, proofs, cache), { code: 'CHAIN_ENDPOINTS_DISAGREE' });
    }
  });

test('values of one node are asked again of two, and are not asked a third time', async () => {
  const [honest, liar, other] = nodes as [LoopbackNode, LoopbackNode, LoopbackNode];
  await record([liar], 'none', 'later');
  assert.equal(await cachedRow('later'), LIE);
  await assert.rejects(record([liar, honest], 'none', 'later'), { code: 'CHAIN_ENDPOINTS_DISAGREE' });
  await record([honest], 'none', 'agreed');
  const { block } = await record([honest, other], 'none', 'agreed');
  assert.equal(new Map(block.storage).get(key), world.valueAt(SEED, key));
  const again = await recordBlock({
    netuid: 24,
    block: SEED,
    cache: await openChainCache(join(folder, 'agreed')),
    endpoints: [honest, other].map(hostOf),
    proofs: 'none',
    openArchive: () => Promise.reject(new Error('the archive was opened')),
  });
  assert.deepEqual(again.block, block);
});
