import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RetryLaterError, UnavailableError } from '../../src/errors/network.js';
import type { Endpoint } from '../../src/model/openai/Endpoint.js';
import { EndpointPool } from '../../src/model/openai/EndpointPool.js';

const endpoint = (host: string): Endpoint => ({
  host,
  send: async () => ({ status: 200, body: null }),
});
const later = (retryAfterMs?: number): RetryLaterError =>
  new RetryLaterError({
    what: 'later',
    remedy: 'wait',
    facts: retryAfterMs === undefined ? {} : { retryAfterMs },
  });

test('work goes to the least busy endpoint, the first one among equals', async () => {
  const pool = new EndpointPool(['a', 'b', 'c'].map(endpoint), () => 0);
  const ends: (() => void)[] = [];
  const seen: string[] = [];
  const start = (): Promise<void> =>
    pool.use(async ({ host }) => {
      seen.push(host);
      await new Promise<void>((done) => ends.push(done));
    });
  const work = Array.from({ length: 5 }, start);
  assert.deepEqual(seen, ['a', 'b', 'c', 'a', 'b']);
  ends[1]?.();
  await work[1];
  work.push(start(), start());
  assert.deepEqual(seen.slice(5), ['b', 'c']);
  for (const end of ends) end();
  await Promise.all(work);
});

test('one that fails is passed over for four turns, then for eight, and at once taken again after a success', async () => {
  let isDown = true;
  const pool = new EndpointPool(['a', 'b'].map(endpoint), () => 0);
  const turn = async (): Promise<string> => {
    const tried: string[] = [];
    await pool.use(async ({ host }) => {
      tried.push(host);
      if (host === 'a' && isDown) throw later();
    });
    return tried.join('');
  };
  const turns = async (count: number): Promise<string[]> => {
    const all: string[] = [];
    for (let i = 0; i < count; i++) all.push(await turn());
    return all;
  };
  assert.deepEqual(await turns(6), ['ab', 'b', 'b', 'b', 'b', 'ab']);
  isDown = false;
  assert.deepEqual(await turns(10), [...new Array(8).fill('b'), 'a', 'a']);
});

test('when none can answer, the last trouble is thrown; what is no such trouble is thrown at once', async () => {
  const pool = new EndpointPool(['a', 'b'].map(endpoint), () => 0);
  const tried: string[] = [];
  await assert.rejects(
    pool.use(async ({ host }) => {
      tried.push(host);
      throw later();
    }),
    RetryLaterError,
  );
  assert.deepEqual(tried, ['a', 'b']);
  await assert.rejects(
    pool.use(async ({ host }) => {
      tried.push(host);
      throw new UnavailableError({ what: 'never', remedy: 'none' });
    }),
    UnavailableError,
  );
  assert.equal(tried.length, 3);
});

test('a wait that all of them asked for is told, and kept', async () => {
  let now = 1000;
  const pool = new EndpointPool(['a', 'b'].map(endpoint), () => now);
  const tried: string[] = [];
  const work = async ({ host }: Endpoint): Promise<void> => {
    tried.push(host);
    throw later(host === 'a' ? 9000 : 4000);
  };
  await assert.rejects(pool.use(work), RetryLaterError);
  now = 2000;
  await assert.rejects(pool.use(work), (error: RetryLaterError) => error.facts.retryAfterMs === 3000);
  assert.deepEqual(tried, ['a', 'b']);
  now = 5000;
  await assert.rejects(pool.use(work), RetryLaterError);
  assert.deepEqual(tried, ['a', 'b', 'b']);
});
