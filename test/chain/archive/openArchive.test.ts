import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { BLOCK, GENESIS, key, keys, open, startNode } from './openForTest.js';

const ROOT = process.env.RECROWN_ROOT ?? '.';
const { headers } = JSON.parse(readFileSync(join(ROOT, 'test/data/real-headers.json'), 'utf8'));

const versionOf = (specVersion: number) => ({ specName: 'node-subtensor', specVersion });

for (const transport of ['ws', 'http'] as const) {
  test(`a whole reading over ${transport}`, async (context) => {
    const [header] = headers;
    const node = await startNode(context, ({ method, params }) => {
      if (method === 'chain_getHeader') return { result: header };
      if (method === 'chain_getFinalizedHead') return { result: header.hash };
      if (method === 'state_getRuntimeVersion') return { result: versionOf(320) };
      if (method === 'state_getMetadata') return { result: '0x6d6574610e00' };
      if (method === 'state_getReadProof') return { result: { at: params[1], proof: ['0x02', '0x01'] } };
      return undefined;
    });
    const archive = await open(context, [`${node[transport]}/rpc?apikey=hidden`]);
    assert.deepEqual(archive.endpoints, [`127.0.0.1:${node.port}/***`]);
    assert.equal(archive.genesisHash, GENESIS);
    assert.equal(await archive.getBlockHash(7), BLOCK);
    assert.equal(await archive.getFinalizedBlock(), Number(header.number));
    const read = await archive.getHeader(header.hash);
    assert.equal(read.number, Number(header.number));
    assert.equal(read.stateRoot, header.stateRoot);
    assert.equal(await archive.getSpecVersion(BLOCK), 320);
    assert.deepEqual(Buffer.from(await archive.getMetadata(BLOCK)).toString('hex'), '6d6574610e00');
    const values = await archive.getStorage([...keys(120), key(3)], BLOCK);
    assert.equal(values.length, 121);
    assert.deepEqual(values[0], [key(0), null]);
    assert.deepEqual(values[1], [key(1), '0x01']);
    assert.deepEqual(values[120], [key(3), '0x03']);
    assert.deepEqual(await archive.getReadProof(keys(3), BLOCK), ['0x01', '0x02']);
    assert.deepEqual(archive.calls(), {
      chain_getBlockHash: 2,
      chain_getFinalizedHead: 1,
      chain_getHeader: 2,
      state_getRuntimeVersion: 1,
      state_getMetadata: 1,
      state_queryStorageAt: 3,
      state_getReadProof: 1,
    });
    assert.equal(node.seen[0]?.path, '/rpc?apikey=hidden');
    assert.ok(node.seen.every((call) => call.transport === transport));
  });
}

test('recorded headers hash to the block that they are of', async (context) => {
  const node = await startNode(context, ({ method, params }) =>
    method === 'chain_getHeader'
      ? { result: headers.find((header: { hash: string }) => header.hash === params[0]) ?? null }
      : undefined,
  );
  const archive = await open(context, [node.ws]);
  for (const { hash, number } of headers) {
    const header = await archive.getHeader(hash);
    assert.equal(header.hash, hash);
    assert.equal(header.number, Number(number));
    assert.match(header.scale, /^0x[0-9a-f]+$/);
  }
});
