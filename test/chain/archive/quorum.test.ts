import assert from 'node:assert/strict';
import { test } from 'node:test';
import { endpointHosts } from '../../../src/chain/archive/openArchive.js';
import { BLOCK, changes, key, keys, open, startNode } from './openForTest.js';

test('a value that every endpoint must give is refused where one of them differs, and both are named', async (context) => {
  const honest = await startNode(context);
  const liar = await startNode(context, (call) => {
    if (call.method !== 'state_queryStorageAt') return undefined;
    const [asked, block] = call.params as [string[], string];
    const lie = (name: string) =>
      name === key(3)
        ? '0xbad0'
        : ((changes(call) as { result: { changes: [string, string | null][] }[] }).result[0]?.changes.find(
            ([one]) => one === name,
          )?.[1] ?? null);
    return { result: [{ block, changes: asked.map((name) => [name, lie(name)]) }] };
  });
  const archive = await open(context, [honest.ws, liar.ws]);
  await assert.rejects(
    archive.getStorage(keys(5), BLOCK, true),
    (error: Error & { code: string; why: string }) => {
      assert.equal(error.code, 'CHAIN_ENDPOINTS_DISAGREE');
      assert.match(error.message, new RegExp(key(3)));
      assert.match(error.why, /0x03/);
      assert.match(error.why, /0xbad0/);
      return true;
    },
  );
  assert.deepEqual(await archive.getStorage([key(4)], BLOCK, true), [[key(4), null]]);
});

for (const [method, other] of [
  ['state_getRuntimeVersion', { specVersion: 343 }],
  ['state_getMetadata', '0x6d65746100'],
] as const)
  test(`${method} of two endpoints that differ is refused`, async (context) => {
    const answers = [method === 'state_getMetadata' ? '0x6d65746101' : { specVersion: 424 }, other];
    const nodes = [];
    for (const result of answers)
      nodes.push(await startNode(context, (call) => (call.method === method ? { result } : undefined)));
    const archive = await open(
      context,
      nodes.map((node) => node.ws),
    );
    const read = method === 'state_getMetadata' ? archive.getMetadata(BLOCK) : archive.getSpecVersion(BLOCK);
    await assert.rejects(read, { code: 'CHAIN_ENDPOINTS_DISAGREE' });
  });

test('all names of one machine are one voice', () => {
  const voices = (...addresses: string[]) => endpointHosts(addresses).length;
  assert.equal(
    voices(
      'ws://127.0.0.1:9944',
      'http://127.0.0.1:9933',
      'ws://localhost:1',
      'ws://[::1]:2',
      'ws://[::ffff:127.0.0.1]:3',
      'ws://0.0.0.0:4',
      'ws://box.localhost:5',
    ),
    1,
  );
  assert.equal(voices('wss://a.example', 'https://a.example:8443', 'wss://A.example./x'), 1);
  assert.equal(voices('wss://a.example', 'wss://b.example'), 2);
});
