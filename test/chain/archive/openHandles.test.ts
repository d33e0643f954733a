import assert from 'node:assert/strict';
import test from 'node:test';
import { openArchive } from '../../../src/chain/archive/openArchive.js';
import { BLOCK, GENESIS, keys, startNode } from './openForTest.js';

// A file of its own: what other tests leave behind for a moment would be counted too.

const openHandles = (): string =>
  process
    .getActiveResourcesInfo()
    .filter((name) => /TCP|TLS|Timeout/.test(name))
    .sort()
    .join();

/** Gives the event loop turns until nothing more is open than before. */
const settles = async (before: string): Promise<void> => {
  for (let turn = 0; turn < 50_000 && openHandles() !== before; turn += 1)
    await new Promise((resolve) => setImmediate(resolve));
  assert.equal(openHandles(), before);
};

test('an archive that is closed, or that could not be opened, keeps nothing open', async (context) => {
  const node = await startNode(context);
  const before = openHandles();
  for (const address of [node.ws, node.http]) {
    const archive = await openArchive([address], {
      expectedGenesis: GENESIS,
      signal: new AbortController().signal,
    });
    await archive.getStorage(keys(120), BLOCK);
    await archive.close();
    await archive.close();
    await assert.rejects(archive.getBlockHash(1), { code: 'CHAIN_ENDPOINT_DOWN', message: /closed/ });
    await settles(before);
  }
  const signal = new AbortController().signal;
  await assert.rejects(openArchive([node.ws, node.http], { expectedGenesis: BLOCK, signal }), {
    code: 'CHAIN_WRONG_NETWORK',
  });
  await settles(before);
});
