import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import test from 'node:test';
import { parseEndpoint, withoutSecrets } from '../../../src/chain/archive/wire/parseEndpoint.js';
import type { AuditError } from '../../../src/errors/base.js';
import { BLOCK, GENESIS, key, keys, open, plantedValue, startNode } from './openForTest.js';
import type { Reply } from './wireNode.js';

const ROOT = process.env.RECROWN_ROOT ?? '.';
const [HEADER] = JSON.parse(readFileSync(join(ROOT, 'test/data/real-headers.json'), 'utf8')).headers;
const OTHER = `0x${'cd'.repeat(32)}`;
const expected = (names: readonly string[]) => names.map((name) => [name, plantedValue(name)]);
const error = (code: number, message: string): Reply => ({ error: { code, message } });

test('a node of another chain is refused', async (context) => {
  const honest = await startNode(context);
  const other = await startNode(context, ({ method }) =>
    method === 'chain_getBlockHash' ? { result: OTHER } : undefined,
  );
  await assert.rejects(open(context, [other.ws]), {
    code: 'CHAIN_WRONG_NETWORK',
    message: new RegExp(`${other.port} is a node of another chain`),
    why: new RegExp(`${OTHER}.*${GENESIS}`),
  });
  await assert.rejects(open(context, [honest.ws, other.http]), { code: 'CHAIN_WRONG_NETWORK' });
  await assert.rejects(open(context, [honest.ws, other.ws], { expectedGenesis: null }), {
    code: 'CHAIN_WRONG_NETWORK',
  });
  assert.equal((await open(context, [other.ws], { expectedGenesis: null })).genesisHash, OTHER);
});

test('a block hash is asked of every endpoint, and they must agree', async (context) => {
  const honest = await startNode(context);
  const forked = await startNode(context, ({ method, params }) =>
    method === 'chain_getBlockHash' && params[0] === 8 ? { result: OTHER } : undefined,
  );
  const archive = await open(context, [honest.ws, forked.http]);
  assert.equal(await archive.getBlockHash(7), BLOCK);
  assert.equal(archive.calls().chain_getBlockHash, 4);
  await assert.rejects(archive.getBlockHash(8), (thrown: AuditError) => {
    assert.equal(thrown.code, 'CHAIN_ENDPOINTS_DISAGREE');
    for (const part of [`${honest.port}: ${BLOCK}`, `${forked.port}: ${OTHER}`])
      assert.ok(thrown.why?.includes(part));
    return true;
  });
});

test('a disagreement is told although a third endpoint fails', async (context) => {
  const honest = await startNode(context);
  const says = (reply: Reply) =>
    startNode(context, ({ method, params }) =>
      method === 'chain_getBlockHash' && params[0] === 8 ? reply : undefined,
    );
  const failing = await says(error(-32004, 'Historical work rate limit exceeded'));
  const forked = await says({ result: OTHER });
  const archive = await open(context, [failing.ws, honest.ws, forked.ws], { maxRetries: 1 });
  await assert.rejects(archive.getBlockHash(8), { code: 'CHAIN_ENDPOINTS_DISAGREE' });
});

test('a block that one endpoint does not have is unknown, however many have it', async (context) => {
  const honest = await startNode(context);
  const behind = await startNode(context, ({ method, params }) =>
    method === 'chain_getBlockHash' && params[0] === 8 ? { result: null } : undefined,
  );
  const archive = await open(context, [honest.ws, behind.ws]);
  await assert.rejects(archive.getBlockHash(8), {
    code: 'CHAIN_BLOCK_UNKNOWN',
    message: new RegExp(`${behind.port}`),
  });
});

test('a promised quorum does not shrink when an endpoint is gone', async (context) => {
  const honest = await startNode(context);
  const gone = await startNode(context);
  const archive = await open(context, [honest.ws, gone.ws]);
  await gone.close();
  await assert.rejects(archive.getBlockHash(8), {
    code: 'CHAIN_ENDPOINT_DOWN',
    message: new RegExp(`${gone.port}`),
  });
});

test('the newest final block is the oldest of the endpoints', async (context) => {
  const headers = JSON.parse(readFileSync(join(ROOT, 'test/data/real-headers.json'), 'utf8')).headers;
  const final = (header: { hash: string }) =>
    startNode(context, ({ method }) => {
      if (method === 'chain_getFinalizedHead') return { result: header.hash };
      return method === 'chain_getHeader' ? { result: header } : undefined;
    });
  const archive = await open(context, [(await final(headers[1])).ws, (await final(headers[0])).ws]);
  assert.equal(await archive.getFinalizedBlock(), Number(headers[0].number));
});

for (const [field, value] of [
  ['number', '0x57c8bc'],
  ['stateRoot', OTHER],
  ['parentHash', OTHER],
  ['extrinsicsRoot', OTHER],
  ['digest', { logs: [] }],
] as const)
  test(`a header with another ${field} is a lie, and no other endpoint covers it`, async (context) => {
    const node = await startNode(context, ({ method }) =>
      method === 'chain_getHeader' ? { result: { ...HEADER, [field]: value } } : undefined,
    );
    const honest = await startNode(context, ({ method }) =>
      method === 'chain_getHeader' ? { result: HEADER } : undefined,
    );
    const archive = await open(context, [node.ws, honest.ws]);
    await assert.rejects(archive.getHeader(HEADER.hash), {
      code: 'CHAIN_VALUE_REFUTED',
      message: new RegExp(`${node.port}`),
    });
    assert.equal(archive.calls().chain_getHeader, 1);
  });

for (const [name, result] of [
  ['null', null],
  ['a list', []],
  ['no digest', { ...HEADER, digest: null }],
  ['a digest of objects', { ...HEADER, digest: { logs: [{ preRuntime: [] }] } }],
  ['too many digest entries', { ...HEADER, digest: { logs: Array(300).fill('0x00') } }],
  ['a number over u32', { ...HEADER, number: '0x100000000' }],
  ['a negative number', { ...HEADER, number: -1 }],
  ['a short root', { ...HEADER, stateRoot: '0x00' }],
] as const)
  test(`a header that is ${name} is not used`, async (context) => {
    const node = await startNode(context, ({ method }) =>
      method === 'chain_getHeader' ? { result } : undefined,
    );
    const archive = await open(context, [node.http]);
    const code = result === null ? 'CHAIN_BLOCK_UNKNOWN' : 'CHAIN_BAD_ANSWER';
    await assert.rejects(archive.getHeader(HEADER.hash), { code });
  });

for (const [name, reply, code] of [
  ['pruned', error(4003, 'UnknownBlock: State already discarded for 0x00'), 'CHAIN_STATE_PRUNED'],
  ['behind', error(4001, 'UnknownBlock: Header was not found in the database'), 'CHAIN_BLOCK_UNKNOWN'],
  ['limited', error(-32004, 'Historical work rate limit exceeded'), 'CHAIN_RATE_LIMITED'],
  ['breaking', 'drop', 'CHAIN_ENDPOINT_DOWN'],
] as const)
  test(`state is read from the next endpoint where one is ${name}`, async (context) => {
    const failing = await startNode(context, ({ method }) =>
      method === 'state_queryStorageAt' ? reply : undefined,
    );
    const good = await startNode(context);
    const archive = await open(context, [failing.ws, good.ws]);
    const names = keys(200);
    assert.deepEqual(await archive.getStorage(names, BLOCK), expected(names));
    assert.ok(failing.seen.some(({ method }) => method === 'state_queryStorageAt'));
    const alone = await open(context, [failing.ws]);
    await assert.rejects(alone.getStorage(names, BLOCK), { code });
  });

test('where all fail, the error is the one that may pass', async (context) => {
  const pruned = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' ? error(4003, 'State already discarded') : undefined,
  );
  const limited = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' ? error(-32005, 'limit') : undefined,
  );
  const archive = await open(context, [pruned.ws, limited.ws]);
  await assert.rejects(archive.getStorage([key(1)], BLOCK), {
    code: 'CHAIN_RATE_LIMITED',
    exitCode: 75,
    remedy: /same command again.*goes on where it stopped/,
  });
});

test('state is spread over the endpoints', async (context) => {
  const nodes = [await startNode(context), await startNode(context)];
  const archive = await open(
    context,
    nodes.map(({ ws }) => ws),
  );
  await archive.getStorage(keys(400), BLOCK);
  const pages = nodes.map(
    ({ seen }) => seen.filter(({ method }) => method === 'state_queryStorageAt').length,
  );
  assert.equal((pages[0] ?? 0) + (pages[1] ?? 0), 8);
  assert.ok(Math.min(...pages) >= 2);
});

test('proofs come from the endpoint that has them', async (context) => {
  const without = await startNode(context);
  const having = await startNode(context, ({ method }) =>
    method === 'state_getReadProof' ? { result: { at: BLOCK, proof: ['0x01'] } } : undefined,
  );
  const archive = await open(context, [without.ws, having.ws]);
  assert.deepEqual(await archive.getReadProof([key(1)], BLOCK), ['0x01']);
  assert.deepEqual(await archive.getReadProof([key(2)], BLOCK), ['0x01']);
  assert.equal(without.seen.filter(({ method }) => method === 'state_getReadProof').length, 1);
});

test('two addresses of one node are one endpoint', async (context) => {
  const node = await startNode(context);
  const archive = await open(context, [node.ws, node.http, `ws://localhost:${node.port}/other`]);
  assert.deepEqual(archive.endpoints, [`127.0.0.1:${node.port}`]);
  await archive.getBlockHash(1);
  assert.equal(archive.calls().chain_getBlockHash, 2);
});

test('an address: its label, its voice and what is hidden of it', () => {
  const address = parseEndpoint(
    'wss://me:s3cret%21@Archive.Example.org:443/v1/0123456789abcdef0123/k3y%21?apikey=abcdefgh#x',
  );
  assert.equal(address.label, 'archive.example.org/***');
  assert.equal(address.url, 'wss://archive.example.org/v1/0123456789abcdef0123/k3y%21?apikey=abcdefgh');
  const basic = Buffer.from('me:s3cret!').toString('base64');
  assert.match(basic, /=$/);
  assert.equal(address.authorization, `Basic ${basic}`);
  assert.equal(address.voice, parseEndpoint('http://archive.example.org.:8080/rpc').voice);
  assert.notEqual(address.voice, parseEndpoint('wss://lite.example.org').voice);
  assert.equal(parseEndpoint('wss://archive.example.org:9944').label, 'archive.example.org:9944');
  assert.equal(parseEndpoint('wss://archive.example.org/').label, 'archive.example.org');
  assert.equal(parseEndpoint('wss://archive.example.org:9944/k').label, 'archive.example.org:9944/***');
  for (const secret of [
    's3cret%21',
    's3cret!',
    'abcdefgh',
    '0123456789abcdef0123',
    'k3y%21',
    'k3y!',
    basic,
    basic.replace(/=+$/, ''),
  ])
    assert.equal(withoutSecrets(`<${secret}>`, address), '<***>', secret);
});

for (const text of [
  '',
  'finney',
  'archive.example.org:443',
  'ftp://me:topsecret@x/',
  'file:///etc/passwd',
  'wss://',
  'wss://me:topsecret@[bad',
])
  test(`"${text}" is refused without being repeated`, async (context) => {
    await assert.rejects(open(context, [text]), (thrown: AuditError) => {
      assert.equal(thrown.code, 'ADDRESS_REFUSED');
      assert.equal(thrown.exitCode, 64);
      assert.doesNotMatch(`${thrown.stack}${thrown.why}`, /topsecret/);
      return true;
    });
  });

test('an archive needs an endpoint', async (context) => {
  await assert.rejects(open(context, []), { code: 'ADDRESS_REFUSED' });
});
