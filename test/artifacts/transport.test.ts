import assert from 'node:assert/strict';
import { createServer as createHttp, type RequestListener } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { test } from 'node:test';
import {
  type AddressRule,
  checkUrl,
  isPrivateAddress,
  showUrl,
} from '../../src/artifacts/transport/addressRule.js';
import { guardedFetch } from '../../src/artifacts/transport/guardedFetch.js';
import { type OpenRequest, openRequest } from '../../src/artifacts/transport/openRequest.js';
import { readBody, readJson } from '../../src/artifacts/transport/readBody.js';
import { PATIENCE, retry } from '../../src/artifacts/transport/retry.js';
import { statusTrouble } from '../../src/artifacts/transport/statusTrouble.js';
import { RetryLaterError, UnavailableError } from '../../src/errors/network.js';
import { CANARY, everyText } from './hubWorld.js';

const HUB: AddressRule = { origin: 'https://huggingface.co', hosts: ['.hf.co', 'cdn.example.org'] };
const signal = new AbortController().signal;

const listen = (server: Server): Promise<number> =>
  new Promise((done) => server.listen(0, '127.0.0.1', () => done((server.address() as AddressInfo).port)));

/** Runs a test against a server that sends given bytes to whatever is asked. */
async function withBytes(bytes: string, use: (url: string) => Promise<void>): Promise<void> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(bytes));
  });
  const port = await listen(server);
  await use(`http://127.0.0.1:${port}`).finally(() => server.close());
}

async function withServer(listener: RequestListener, use: (url: string) => Promise<void>): Promise<void> {
  const server = createHttp(listener);
  const port = await listen(server);
  try {
    await use(`http://127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const ask = (url: string, change: Partial<OpenRequest> = {}): OpenRequest => ({
  url,
  signal,
  timeoutMs: 300,
  maxBytes: 1000,
  allow: { origin: new URL(url).origin, hosts: [] },
  ...change,
});

test('addresses are opened by an allow list', () => {
  const allowed = ['https://huggingface.co/x', 'https://HuggingFace.co', 'https://cdn-lfs.hf.co/a?b', 'https://a.b.hf.co', 'https://cdn.example.org']; // biome-ignore format: one row
  for (const url of allowed) assert.equal(checkUrl(url, HUB).protocol, 'https:', url);
  const refused = ['http://huggingface.co', 'https://hf.co.evil.org', 'https://evilhf.co', 'https://hf.co', 'https://sub.cdn.example.org', 'https://169.254.169.254/', 'https://[::1]/', 'https://127.0.0.1', 'https://2130706433/', 'https://0x7f.1/', 'https://localhost', 'data:text/plain,x', 'file:///etc/passwd', 'ftp://huggingface.co', 'ws://huggingface.co', 'https://u:p@huggingface.co', 'https://u@huggingface.co', 'http://[', '', 'huggingface.co', '//x', 'javascript:1']; // biome-ignore format: one row
  for (const url of refused) assert.throws(() => checkUrl(url, HUB), { code: 'ADDRESS_REFUSED' }, url);
  const local = { origin: 'http://127.0.0.1:8000', hosts: ['.hf.co'] };
  assert.equal(checkUrl('http://127.0.0.1:9000/x', local).port, '9000');
  for (const url of ['http://127.0.0.2/x', 'http://localhost/', 'http://a.hf.co', 'http://10.0.0.1'])
    assert.throws(() => checkUrl(url, local), { code: 'ADDRESS_REFUSED' }, url);
  const lan = { origin: 'http://192.168.1.5', hosts: [] };
  assert.throws(() => checkUrl('http://192.168.1.5/', lan), { code: 'ADDRESS_REFUSED' });
  assert.equal(
    checkUrl('https://192.168.1.5/', { origin: 'https://192.168.1.5', hosts: [] }).protocol,
    'https:',
  );
});

test('addresses that no public server has are known', () => {
  const inside = ['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.0.0.1', '169.254.169.254', '172.16.0.1', '172.31.255.255', '192.168.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '::ffff:127.0.0.1', '::8.8.8.8', '64:ff9b::7f00:1', 'fe80::1', 'fc00::1', 'fd12::1', 'ff02::1', '2002:7f00:1::', '2001:db8::1', '100::1']; // biome-ignore format: one row
  for (const address of inside) assert.equal(isPrivateAddress(address), true, address);
  for (const address of ['8.8.8.8', '172.32.0.1', '100.128.0.1', '2606:4700::1', '2a00:1450:4001::1'])
    assert.equal(isPrivateAddress(address), false, address);
});

test('a name that resolves to a private address is refused when it is connected', async () => {
  // The name of this machine itself, over the system's own resolver.
  for (const url of ['https://localhost:1/'])
    await assert.rejects(openRequest(ask(url, { allow: { origin: 'https://example.org', hosts: ['localhost'] } })), { code: 'ADDRESS_REFUSED' }, url); // biome-ignore format: one row
  for (const [address, family] of [['169.254.169.254', 4], ['::ffff:10.0.0.1', 6], ['fd00::1', 6]] as const) // biome-ignore format: one row
    await assert.rejects(
      openRequest(
        ask('https://rebinding.example/', {
          resolve: (_, done) =>
            done(null, [
              { address: '93.184.216.34', family: 4 },
              { address, family },
            ]),
        }),
      ),
      { code: 'ADDRESS_REFUSED' },
      address,
    );
});

test('shown addresses hold no secret', () => {
  assert.equal(showUrl('https://a:b@h.org:1/p?sig=s#f'), 'https://h.org:1/p');
  assert.equal(showUrl('data:text/plain,secret'), 'data:..');
  assert.equal(showUrl('not a url'), 'an address that cannot be read');
  assert.equal(showUrl(`https://h.org/${'x'.repeat(500)}`).length, 'https://h.org'.length + 202);
});

test('answers that are no sound HTTP, or of another length, are named errors', async (t) => {
  const rows: readonly (readonly [string, string, string])[] = [
    ['longer than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nhello', 'UNAVAILABLE'],
    [
      'longer, and closed',
      'HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\nhello',
      'UNAVAILABLE',
    ],
    ['shorter than announced', 'HTTP/1.1 200 OK\r\nContent-Length: 30\r\n\r\nhello', 'RETRY_LATER'],
    ['a negative length', 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nhello', 'UNAVAILABLE'],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 4\r\n\r\nhello', 'UNAVAILABLE'],
    ['length and chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n', 'UNAVAILABLE'], // biome-ignore format: one row
    ['chunks that end early', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhel', 'RETRY_LATER'],
    ['no HTTP', 'SSH-2.0-OpenSSH\r\n', 'UNAVAILABLE'],
    ['nothing', '', 'RETRY_LATER'],
    ['too large, announced', 'HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\nhello', 'UNAVAILABLE'],
    ['too large, not announced', `HTTP/1.1 200 OK\r\n\r\n${'x'.repeat(5000)}`, 'UNAVAILABLE'],
    ['too large headers', `HTTP/1.1 200 OK\r\nX: ${'a'.repeat(20_000)}\r\n\r\n`, 'UNAVAILABLE'],
    ['packed', 'HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 3\r\n\r\nhel', 'UNAVAILABLE'],
  ];
  for (const [name, bytes, code] of rows)
    await t.test(name, () =>
      withBytes(bytes, async (url) => {
        const read = async () =>
          readBody(await openRequest(ask(`${url}/p?sig=${CANARY}`, { token: CANARY })));
        await assert.rejects(read, (error) => {
          assert.equal((error as { code: string }).code, code, everyText(error));
          assert.ok(!everyText(error).includes(CANARY));
          return true;
        });
      }),
    );
});

test('silence, slowness, a closed port and an interrupt end an exchange', () =>
  withServer(
    (request, response) => {
      if (request.url === '/silent') return;
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'), 50);
      response.once('close', () => clearInterval(timer));
    },
    async (url) => {
      const read = async (change: Partial<OpenRequest>, path: string) =>
        readBody(await openRequest(ask(`${url}${path}`, change)));
      await assert.rejects(read({}, '/silent'), { code: 'RETRY_LATER', why: /silent for 300 ms/ });
      await assert.rejects(read({ totalMs: 400 }, '/drip'), {
        code: 'RETRY_LATER',
        why: /not whole after 400 ms/,
      });
      const stop = new AbortController();
      const reason = new Error('by the person');
      setTimeout(() => stop.abort(reason), 100);
      await assert.rejects(read({ signal: stop.signal }, '/drip'), (error) => error === reason);
      await assert.rejects(read({ signal: stop.signal }, '/drip'), (error) => error === reason);
      const answer = await openRequest(ask(`${url}/drip`));
      answer.discard();
      await assert.rejects(openRequest(ask('http://127.0.0.1:1/')), { code: 'RETRY_LATER' });
    },
  ));

test('redirects are followed by rule, and the token stays with its origin', () =>
  withServer(
    (request, response) => {
      response.writeHead(200, { 'x-token': request.headers.authorization ?? 'none', 'x-cookie': request.headers.cookie ?? 'none' }); // biome-ignore format: one row
      response.end('there');
    },
    (other) =>
      withServer(
        (request, response) => {
          const to: Record<string, string> = {
            '/same': '/end',
            '/other': `${other}/end`,
            '/a': '/b',
            '/b': '/a',
          };
          const many = /^\/many(\d+)$/.exec(request.url ?? '')?.[1];
          const location = many === undefined ? to[request.url ?? ''] : `/many${Number(many) + 1}`;
          if (location === undefined)
            response.writeHead(200, { 'x-token': request.headers.authorization ?? 'none' });
          else response.writeHead(302, { location });
          response.end();
        },
        async (url) => {
          const get = (path: string, change: Partial<OpenRequest> = {}) =>
            openRequest(
              ask(`${url}${path}`, {
                token: CANARY,
                headers: { cookie: 'c', authorization: 'x' },
                ...change,
              }),
            );
          const same = await get('/same');
          assert.equal(same.headers.get('x-token'), `Bearer ${CANARY}`);
          assert.deepEqual(same.hops.map((hop) => hop.status), [302]); // biome-ignore format: one row
          same.discard();
          const across = await get('/other');
          assert.deepEqual([across.headers.get('x-token'), across.headers.get('x-cookie')], ['none', 'none']);
          assert.equal(Buffer.from(await readBody(across)).toString(), 'there');
          const unfollowed = await get('/same', { maxRedirects: 0 });
          assert.equal(unfollowed.status, 302);
          unfollowed.discard();
          await assert.rejects(get('/a'), { code: 'UNAVAILABLE', why: /circle/ });
          await assert.rejects(get('/many0'), { code: 'UNAVAILABLE', why: /more than 5 times/ });
          await assert.rejects(get('/same', { method: 'POST', body: '{}' }), { code: 'UNAVAILABLE' });
        },
      ),
  ));

test('work is tried again with growing waits, and not longer than there is patience for', async () => {
  const waits: number[] = [];
  const patience = { ...PATIENCE, random: () => 0.5, sleep: async (ms: number) => void waits.push(ms) };
  const later = (facts = {}) => new RetryLaterError({ what: 'later', remedy: 'wait', facts });
  const failing = (times: number, error: Error) => {
    let left = times;
    return async () => {
      left -= 1;
      if (left >= 0) throw error;
      return 'done';
    };
  };
  assert.equal(await retry(failing(4, later()), signal, patience), 'done');
  assert.deepEqual(waits.splice(0), [1000, 2000, 4000, 8000]);
  await assert.rejects(retry(failing(5, later()), signal, patience), { code: 'RETRY_LATER' });
  waits.length = 0;
  assert.equal(await retry(failing(9, later()), signal, patience, () => true), 'done');
  assert.deepEqual(waits.splice(0), Array(9).fill(1000));
  assert.equal(await retry(failing(1, later({ retryAfterMs: 60_000 })), signal, patience), 'done');
  assert.deepEqual(waits.splice(0), [60_000]);
  await assert.rejects(retry(failing(1, later({ retryAfterMs: 60_001 })), signal, patience));
  const broken = new UnavailableError({ what: 'no', remedy: 'none' });
  await assert.rejects(retry(failing(1, broken), signal, patience), (error) => error === broken);
  assert.deepEqual(waits, []);
  const stop = new AbortController();
  setTimeout(() => stop.abort(broken), 20);
  await assert.rejects(retry(failing(9, later()), stop.signal), (error) => error === broken);
});

test('the wait that a server asks for is read, as seconds or as a date', () => {
  const facts = (status: number, after?: string) =>
    statusTrouble({ status, url: 'https://h.org/', headers: new Map(after === undefined ? [] : [['retry-after', after]]) }, () => Date.UTC(2026, 0, 1))?.facts.retryAfterMs; // biome-ignore format: one row
  assert.equal(facts(429, '7'), 7000);
  assert.equal(facts(503, 'Thu, 01 Jan 2026 00:01:00 GMT'), 60_000);
  assert.equal(facts(503, 'Thu, 01 Jan 2020 00:01:00 GMT'), 0);
  for (const text of [undefined, '', '-1', 'soon', '1e9', '9'.repeat(40)])
    assert.equal(facts(429, text), undefined, text);
  for (const status of [200, 206, 301, 400, 401, 403, 404, 416])
    assert.equal(statusTrouble({ status, url: 'https://h.org/', headers: new Map() }, Date.now), null);
});

test('a library that takes fetch gets the guarded one', () =>
  withServer(
    (request, response) => {
      if (request.url === '/away')
        return response.writeHead(302, { location: 'http://169.254.169.254/' }).end();
      response.writeHead(request.url === '/none' ? 204 : 200, { 'content-type': 'application/json' });
      return response.end(
        request.url === '/none' ? undefined : JSON.stringify({ got: request.headers.authorization }),
      );
    },
    async (url) => {
      const open = guardedFetch({
        signal,
        timeoutMs: 300,
        maxBytes: 1000,
        allow: { origin: url, hosts: [] },
        token: CANARY,
      });
      const response = await open(`${url}/x`, { headers: { Authorization: 'Bearer other' } });
      assert.deepEqual(
        [response.url, response.ok, await response.json()],
        [`${url}/x`, true, { got: `Bearer ${CANARY}` }],
      );
      assert.equal((await open(new URL(`${url}/none`))).status, 204);
      assert.equal((await open(`${url}/away`)).status, 302);
      await assert.rejects(open('http://169.254.169.254/'), { code: 'ADDRESS_REFUSED' });
      assert.deepEqual(await readJson(await openRequest(ask(`${url}/x`))), {});
    },
  ));
