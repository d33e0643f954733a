import assert from 'node:assert/strict';
import test from 'node:test';
import { pauseMs, type RetryPolicy, sleepFor } from '../../../src/chain/archive/retry.js';
import { retryAfterMs } from '../../../src/chain/archive/wire/nodeErrors.js';
import { AuditError } from '../../../src/errors/base.js';
import { BLOCK, key, keys, open, plantedValue, startNode } from './openForTest.js';
import type { Reply } from './wireNode.js';

const expected = (names: readonly string[]) => names.map((name) => [name, plantedValue(name)]);
const LIMITED: Reply = { error: { code: -32004, message: 'Historical work rate limit exceeded' } };

/** A pause that the test ends. */
const heldSleep = () => {
  const asked: number[] = [];
  const wake: (() => void)[] = [];
  const sleep = (ms: number): Promise<void> => {
    asked.push(ms);
    return new Promise((resolve) => wake.push(resolve));
  };
  return { asked, wake, sleep };
};

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve));
};

test('a connection of which the other side is gone is opened anew', async (context) => {
  const node = await startNode(context, ({ method }, count) =>
    method === 'state_queryStorageAt' && count === 0 ? 'freeze' : undefined,
  );
  const archive = await open(context, [node.ws], { timeoutMs: 3000 });
  assert.deepEqual(await archive.getStorage(keys(40), BLOCK), expected(keys(40)));
  assert.equal(node.connections(), 2);
  // The page was asked for again as it was: a dead connection says nothing about its size.
  const pages = node.seen.filter(({ method }) => method === 'state_queryStorageAt');
  assert.deepEqual(
    pages.map(({ params }) => (params[0] as string[]).length),
    [40, 40],
  );
});

test('a connection that stays dead is an endpoint that is down', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' ? 'freeze' : undefined,
  );
  const archive = await open(context, [node.ws], { timeoutMs: 400, maxRetries: 1 });
  await assert.rejects(archive.getStorage([key(1)], BLOCK), { code: 'CHAIN_ENDPOINT_DOWN', why: /silent/ });
});

test('a slow node whose connection lives runs out of time and is not taken for gone', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_getRuntimeVersion' ? 'silence' : undefined,
  );
  const archive = await open(context, [node.ws], { timeoutMs: 400, maxRetries: 1 });
  await assert.rejects(archive.getSpecVersion(BLOCK), { code: 'CHAIN_ENDPOINT_DOWN', why: /within 400 ms/ });
  assert.equal(node.connections(), 1);
});

test('a connection that breaks with several calls on it loses none of them', async (context) => {
  let breaks = 2;
  const node = await startNode(context, ({ method }) => {
    if (method !== 'state_queryStorageAt' || breaks === 0) return undefined;
    breaks -= 1;
    return 'drop';
  });
  const archive = await open(context, [node.ws]);
  assert.deepEqual(await archive.getStorage(keys(300), BLOCK), expected(keys(300)));
});

test('answers may come in another order than the calls, and late ones are let pass', async (context) => {
  let release = (): void => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  const node = await startNode(context, async ({ method }, count) => {
    if (method !== 'state_getRuntimeVersion') return undefined;
    if (count === 0) await held;
    return { result: { specVersion: 400 + count } };
  });
  const archive = await open(context, [node.ws], { timeoutMs: 400 });
  assert.equal(await archive.getSpecVersion(BLOCK), 401, 'the first call ran out of time');
  release();
  assert.equal(await archive.getSpecVersion(BLOCK), 402);
  assert.equal(node.connections(), 1);
});

test('a notification between answers is let pass', async (context) => {
  const node = await startNode(context, ({ method, id }, count) => {
    if (method !== 'state_getRuntimeVersion') return undefined;
    return count === 0
      ? { raw: '{"jsonrpc":"2.0","method":"state_storage","params":{}}' }
      : { raw: `{"jsonrpc":"2.0","id":${id},"result":{"specVersion":7}}` };
  });
  const archive = await open(context, [node.ws], { timeoutMs: 400 });
  assert.equal(await archive.getSpecVersion(BLOCK), 7);
});

test('a limited endpoint is paused as a whole and then asked one call at a time', async (context) => {
  const pause = heldSleep();
  let limited = true;
  const node = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' && limited ? LIMITED : undefined,
  );
  const archive = await open(context, [node.ws], { sleep: pause.sleep, random: () => 0.5 });
  const calls = () => archive.calls().state_queryStorageAt ?? 0;
  const read = archive.getStorage(keys(500), BLOCK);
  await until(() => pause.asked.length === 1);
  // Ten pages are asked for, three at once: nothing else is sent while the endpoint rests.
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(calls(), 3);
  assert.deepEqual(pause.asked, [2_500]);
  pause.wake[0]?.();
  await until(() => pause.asked.length === 2);
  for (let turn = 0; turn < 50; turn += 1) await new Promise((resolve) => setImmediate(resolve));
  assert.equal(calls(), 4);
  assert.deepEqual(pause.asked, [2_500, 5_000]);
  limited = false;
  pause.wake[1]?.();
  assert.deepEqual(await read, expected(keys(500)));
  assert.equal(calls(), 14);
});

test('the number of calls to an endpoint that keeps limiting does not grow with the pages that wait', async (context) => {
  const pause = heldSleep();
  const node = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' ? LIMITED : undefined,
  );
  const archive = await open(context, [node.ws], { sleep: pause.sleep, maxRetries: 2 });
  const reads = Promise.allSettled(
    [1, 2, 3, 4, 5].map((block) => archive.getStorage(keys(400), `0x${String(block).repeat(64)}`)),
  );
  for (const turn of [0, 1]) {
    await until(() => pause.asked.length === turn + 1);
    pause.wake[turn]?.();
  }
  for (const read of await reads)
    assert.equal(read.status === 'rejected' && read.reason.code, 'CHAIN_RATE_LIMITED');
  assert.equal(archive.calls().state_queryStorageAt, 5);
});

test('the pause that a server asks for is kept, up to the longest', async (context) => {
  for (const [header, expectedMs] of [
    ['7', 7_000],
    ['9999', 60_000],
    ['Thu, 01 Jan 1970 00:00:12 GMT', 11_000],
  ] as const) {
    const slept: number[] = [];
    const node = await startNode(context, ({ method }, count) =>
      method === 'state_queryStorageAt' && count === 0
        ? { status: 429, headers: { 'retry-after': header } }
        : undefined,
    );
    const archive = await open(context, [node.http], {
      now: () => 1_000,
      random: () => 0,
      sleep: (ms) => {
        slept.push(ms);
        return Promise.resolve();
      },
    });
    assert.deepEqual(await archive.getStorage([key(1)], BLOCK), expected([key(1)]));
    assert.deepEqual(slept, [expectedMs]);
  }
});

test('pauses: full jitter, twice as long each time, longer for limits, up to the longest', () => {
  const policy = (random: number): RetryPolicy => ({
    maxRetries: 8,
    baseMs: 500,
    rateLimitBaseMs: 5_000,
    capMs: 60_000,
    random: () => random,
    sleep: sleepFor,
  });
  const steps = (kind: 'down' | 'rateLimited') =>
    [1, 2, 3, 9].map((streak) => pauseMs(kind, streak, undefined, policy(1)));
  assert.deepEqual(steps('down'), [500, 1_000, 2_000, 60_000]);
  assert.deepEqual(steps('rateLimited'), [5_000, 10_000, 20_000, 60_000]);
  assert.equal(pauseMs('down', 3, undefined, policy(0)), 0);
  assert.equal(pauseMs('down', 500, undefined, policy(0.5)), 30_000);
});

test('Retry-After: seconds, a date, or nothing that can be read', () => {
  const now = () => Date.parse('2026-01-01T00:00:00Z');
  assert.equal(retryAfterMs('0', now), 0);
  assert.equal(retryAfterMs('Thu, 01 Jan 2026 00:01:00 GMT', now), 60_000);
  assert.equal(retryAfterMs('Thu, 01 Jan 2015 00:01:00 GMT', now), 0);
  for (const text of [undefined, '', 'soon', '-']) assert.equal(retryAfterMs(text, now), undefined);
});

for (const transport of ['ws', 'http'] as const)
  test(`a call in flight over ${transport} ends with the reason of the signal`, async (context) => {
    const node = await startNode(context, ({ method }) =>
      method === 'state_queryStorageAt' ? 'silence' : undefined,
    );
    const stop = new AbortController();
    const archive = await open(context, [node[transport]], { signal: stop.signal, timeoutMs: 60_000 });
    const read = archive.getStorage(keys(400), BLOCK);
    await until(() => archive.calls().state_queryStorageAt === 3);
    const reason = new Error('stopped by the test');
    stop.abort(reason);
    await assert.rejects(read, reason);
    await assert.rejects(archive.getHeader(BLOCK), reason);
    assert.equal(archive.calls().state_queryStorageAt, 3);
  });

test('a pause ends with the reason of the signal', async (context) => {
  const node = await startNode(context, ({ method }) =>
    method === 'state_queryStorageAt' ? LIMITED : undefined,
  );
  const stop = new AbortController();
  const archive = await open(context, [node.ws], { signal: stop.signal, sleep: sleepFor, random: () => 1 });
  const read = archive.getStorage(keys(400), BLOCK);
  await until(() => archive.calls().state_queryStorageAt === 3);
  const reason = new Error('stopped by the test');
  stop.abort(reason);
  await assert.rejects(read, reason);
});

test('opening ends with the reason of the signal', async (context) => {
  const node = await startNode(context, () => 'silence');
  const stop = new AbortController();
  const opening = open(context, [node.ws], { signal: stop.signal, timeoutMs: 60_000 });
  await until(() => node.seen.length === 1);
  const reason = new Error('stopped by the test');
  stop.abort(reason);
  await assert.rejects(opening, reason);
  await assert.rejects(open(context, [node.ws], { signal: stop.signal }), reason);
});

const SECRETS = [
  'hunter22',
  'auditor%40home',
  'auditor@home',
  'k3yk3yk3y',
  '0123456789abcdef0123456789abcdef',
];

/** Everything of an error that could reach a screen or a file. */
const everything = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error);
  const parts = error instanceof AuditError ? [error.why, error.remedy, JSON.stringify(error.facts)] : [];
  return [
    error.message,
    error.stack,
    ...parts,
    error.cause === undefined ? '' : everything(error.cause),
  ].join('\n');
};

test('user, password, key and token of an address are sent to the node and shown to nobody', async (context) => {
  const echo = (code: number): Reply => ({
    error: { code, message: `no: ${SECRETS.join(' ')}`, data: `apikey=k3yk3yk3y for auditor%40home` },
  });
  const replies: readonly Reply[] = [
    ...[1, -32601, -32004, -32603, -32602].map(echo),
    'drop',
    'silence',
    { status: 401 },
    { status: 302, headers: { location: 'http://auditor%40home:hunter22@127.0.0.1/' } },
    { raw: SECRETS.join() },
    { result: SECRETS.join() },
  ];
  for (const transport of ['ws', 'http'] as const)
    for (const reply of replies) {
      if (transport === 'ws' && typeof reply === 'object' && 'status' in reply) continue;
      const node = await startNode(context, ({ method }) =>
        method === 'state_getMetadata' ? reply : undefined,
      );
      const address = `${node[transport].replace('//', '//auditor%40home:hunter22@')}/v1/0123456789abcdef0123456789abcdef?apikey=k3yk3yk3y`;
      const heard: string[] = [];
      const options = {
        timeoutMs: 300,
        maxRetries: 1,
        onCall: (method: string, host: string) => heard.push(method, host),
      };
      const archive = await open(context, [address], options);
      const thrown = await archive.getMetadata(BLOCK).catch((error: unknown) => error);
      assert.ok(thrown instanceof AuditError);
      const shown = [everything(thrown), ...archive.endpoints, ...heard].join('\n');
      for (const secret of SECRETS) assert.ok(!shown.includes(secret), `${secret} is in: ${shown}`);
      const basic = Buffer.from('auditor@home:hunter22').toString('base64');
      assert.ok(node.seen.every(({ authorization }) => authorization === `Basic ${basic}`));
      assert.ok(
        node.seen.every(({ path }) => path === '/v1/0123456789abcdef0123456789abcdef?apikey=k3yk3yk3y'),
      );
      await archive.close();
    }
});

test('credentials are not shown where the connection itself fails', async (context) => {
  const node = await startNode(context, undefined, () => ({ status: 401 }));
  const address = `ws://auditor%40home:hunter22@127.0.0.1:${node.port}/?apikey=k3yk3yk3y`;
  const refused = await open(context, [address]).catch((error: unknown) => error);
  await node.close();
  const unreachable = await open(context, [address]).catch((error: unknown) => error);
  const plain = await open(context, [address.replace('ws:', 'http:')]).catch((error: unknown) => error);
  for (const thrown of [refused, unreachable, plain]) {
    assert.ok(thrown instanceof AuditError);
    for (const secret of SECRETS) assert.ok(!everything(thrown).includes(secret));
  }
});
