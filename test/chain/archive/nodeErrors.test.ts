import assert from 'node:assert/strict';
import test from 'node:test';
import type { AuditError } from '../../../src/errors/base.js';
import { BLOCK, open, startNode } from './openForTest.js';
import type { Reply } from './wireNode.js';

const error = (code: number, message: string, data?: unknown): Reply => ({ error: { code, message, data } });

/** What a node answers to one call, and the class that comes of it. */
const EITHER: readonly (readonly [name: string, reply: Reply, code: string])[] = [
  [
    'state thrown away, as the state API says it',
    error(4003, `Client error: UnknownBlock: State already discarded for ${BLOCK}`),
    'CHAIN_STATE_PRUNED',
  ],
  [
    'state thrown away, as the runtime API says it',
    error(4003, 'Client error: Api called for an unknown Block: State already discarded for 0xa0'),
    'CHAIN_STATE_PRUNED',
  ],
  [
    'state thrown away, cause in data',
    error(-32603, 'Unknown error occured', 'Client(UnknownBlock("State already discarded for BlockId"))'),
    'CHAIN_STATE_PRUNED',
  ],
  [
    'header not found',
    error(
      4001,
      `Cannot resolve a block range ['a' ... 'b]. UnknownBlock: Header was not found in the database: ${BLOCK}`,
    ),
    'CHAIN_BLOCK_UNKNOWN',
  ],
  ['unknown to the runtime API', error(4003, 'Api called for an unknown Block: 0x00'), 'CHAIN_BLOCK_UNKNOWN'],
  ['not found by chopsticks', error(1, `Block ${BLOCK} not found`), 'CHAIN_BLOCK_UNKNOWN'],
  ['no such method', error(-32601, 'Method not found'), 'CHAIN_METHOD_MISSING'],
  ['unsafe method', error(4003, 'RPC call is unsafe to be called externally'), 'CHAIN_METHOD_MISSING'],
  ['historical work', error(-32004, 'Historical work rate limit exceeded'), 'CHAIN_RATE_LIMITED'],
  [
    'historical work, general code',
    error(-32000, 'Historical work rate limit exceeded'),
    'CHAIN_RATE_LIMITED',
  ],
  ['limit exceeded', error(-32005, 'limit exceeded'), 'CHAIN_RATE_LIMITED'],
  ['limit of the node itself', error(-32999, 'RPC rate limit exceeded'), 'CHAIN_RATE_LIMITED'],
  ['busy', error(-32009, 'Server is busy, try again later'), 'CHAIN_RATE_LIMITED'],
  ['status as a code', error(429, 'slow down'), 'CHAIN_RATE_LIMITED'],
  ['oversized answer', error(-32008, 'Response is too big'), 'CHAIN_BAD_ANSWER'],
  ['gateway timeout', error(-32000, 'upstream request timed out'), 'CHAIN_ENDPOINT_DOWN'],
  ['internal error', error(-32603, 'Internal error'), 'CHAIN_ENDPOINT_DOWN'],
  ['an error of no row', error(-32602, 'Invalid params'), 'UNAVAILABLE'],
  ['not JSON', { raw: '<html>' }, 'CHAIN_BAD_ANSWER'],
  ['not JSON-RPC', { raw: '{"result":{"specVersion":1},"id":2}' }, 'CHAIN_BAD_ANSWER'],
  ['a list', { raw: '[]' }, 'CHAIN_BAD_ANSWER'],
  ['another id', { raw: '{"jsonrpc":"2.0","result":{"specVersion":1},"id":9}' }, 'CHAIN_BAD_ANSWER'],
  ['an id of text', { raw: '{"jsonrpc":"2.0","result":{"specVersion":1},"id":"2"}' }, 'CHAIN_BAD_ANSWER'],
  ['no id', { raw: '{"jsonrpc":"2.0","result":{"specVersion":1}}' }, 'CHAIN_BAD_ANSWER'],
  [
    'result and error',
    { raw: '{"jsonrpc":"2.0","result":1,"error":{"code":1,"message":"x"},"id":2}' },
    'CHAIN_BAD_ANSWER',
  ],
  ['neither result nor error', { raw: '{"jsonrpc":"2.0","id":2}' }, 'CHAIN_BAD_ANSWER'],
  ['an error without a code', { raw: '{"jsonrpc":"2.0","error":"no","id":2}' }, 'CHAIN_BAD_ANSWER'],
  [
    'an error without an id',
    { raw: '{"jsonrpc":"2.0","error":{"code":-32005,"message":"limit"},"id":null}' },
    'CHAIN_RATE_LIMITED',
  ],
  [
    '100,000 levels',
    { raw: `{"jsonrpc":"2.0","id":2,"result":${'['.repeat(1e5)}${']'.repeat(1e5)}}` },
    'CHAIN_BAD_ANSWER',
  ],
  ['a result of another shape', { result: { specVersion: '320' } }, 'CHAIN_BAD_ANSWER'],
  ['a version over u32', { result: { specVersion: 2 ** 32 } }, 'CHAIN_BAD_ANSWER'],
  ['no result', { result: null }, 'CHAIN_BAD_ANSWER'],
  ['a connection that breaks', 'drop', 'CHAIN_ENDPOINT_DOWN'],
];

const HTTP_ONLY: typeof EITHER = [
  ['status 429', { status: 429 }, 'CHAIN_RATE_LIMITED'],
  ['status 503', { status: 503, headers: { 'retry-after': '7' } }, 'CHAIN_ENDPOINT_DOWN'],
  ['status 502', { status: 502 }, 'CHAIN_ENDPOINT_DOWN'],
  ['status 401', { status: 401 }, 'UNAVAILABLE'],
  ['status 404', { status: 404 }, 'UNAVAILABLE'],
  ['status 413', { status: 413 }, 'CHAIN_BAD_ANSWER'],
  ['a redirect', { status: 302, headers: { location: 'http://127.0.0.1:1/' } }, 'UNAVAILABLE'],
  ['a compressed answer', { status: 200, headers: { 'content-encoding': 'gzip' } }, 'CHAIN_BAD_ANSWER'],
];

const CASES = [
  ...EITHER.flatMap((row) => (['ws', 'http'] as const).map((transport) => ({ row, transport }))),
  ...HTTP_ONLY.map((row) => ({ row, transport: 'http' as const })),
];

const AGAIN = new Set(['CHAIN_RATE_LIMITED', 'CHAIN_ENDPOINT_DOWN']);

for (const { row, transport } of CASES) {
  const [name, reply, code] = row;
  test(`${name}, over ${transport}: ${code}`, async (context) => {
    const node = await startNode(context, ({ method }) =>
      method === 'state_getRuntimeVersion' ? reply : undefined,
    );
    const archive = await open(context, [node[transport]], { maxRetries: 2 });
    await assert.rejects(archive.getSpecVersion(BLOCK), (thrown: AuditError) => {
      assert.equal(thrown.code, code);
      assert.ok(thrown.why && thrown.why.length < 400 && thrown.remedy);
      assert.equal(thrown.facts.endpoint, `127.0.0.1:${node.port}`);
      assert.equal(thrown.facts.method, 'state_getRuntimeVersion');
      return true;
    });
    const tries = archive.calls().state_getRuntimeVersion;
    // What cannot get better is asked once; what can is asked until the retries are used up.
    if (AGAIN.has(code)) assert.equal(tries, 3);
    else if (code !== 'CHAIN_BAD_ANSWER') assert.equal(tries, 1);
  });
}

test('a node that answers nothing is down after its time', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_getRuntimeVersion' ? 'silence' : undefined,
  );
  for (const address of [node.ws, node.http]) {
    const archive = await open(context, [address], { timeoutMs: 250, maxRetries: 1 });
    await assert.rejects(archive.getSpecVersion(BLOCK), {
      code: 'CHAIN_ENDPOINT_DOWN',
      why: /within 250 ms/,
    });
    assert.equal(archive.calls().state_getRuntimeVersion, 2);
  }
});

test('a refused WebSocket handshake has the class of its status', async (context) => {
  let status = 401;
  const node = await startNode(context, undefined, () => ({ status }));
  await assert.rejects(open(context, [node.ws]), { code: 'UNAVAILABLE', why: /401/ });
  status = 429;
  await assert.rejects(open(context, [node.ws]), { code: 'CHAIN_RATE_LIMITED' });
  status = 302;
  await assert.rejects(open(context, [node.ws]), { code: 'UNAVAILABLE', why: /redirect/ });
  status = 503;
  await assert.rejects(open(context, [node.ws]), { code: 'CHAIN_ENDPOINT_DOWN' });
});

test('an address where nobody listens is down', async (context) => {
  const node = await startNode(context);
  await node.close();
  await assert.rejects(open(context, [node.ws]), { code: 'CHAIN_ENDPOINT_DOWN', why: /ECONNREFUSED/ });
  await assert.rejects(open(context, [node.http]), { code: 'CHAIN_ENDPOINT_DOWN', why: /ECONNREFUSED/ });
});

test('text of a node is made printable and cut', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_getRuntimeVersion'
      ? error(1, `\u001b]0;title\u0007\u202e${'x'.repeat(9_999)}`)
      : undefined,
  );
  const archive = await open(context, [node.ws]);
  await assert.rejects(archive.getSpecVersion(BLOCK), (thrown: AuditError) => {
    assert.match(thrown.why ?? '', /\\x1b\]0;title\\x07\\u\{202e\}xxx/);
    assert.ok((thrown.why ?? '').length <= 300);
    return true;
  });
});
