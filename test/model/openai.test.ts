import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { PATIENCE } from '../../src/artifacts/transport/retry.js';
import type { LoadedModel } from '../../src/domain/engine.js';
import type { TeacherRequest, TeacherRows } from '../../src/domain/teacher.js';
import type { AuditError } from '../../src/errors/base.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { localTeacher } from '../../src/replay/teacher/localTeacher.js';
import { openServerTeacher, type ServerTeacherAsk } from '../../src/replay/teacher/openServerTeacher.js';
import {
  type Entry,
  type LoopbackTeacher,
  type LoopbackTeacherOptions,
  type Positions,
  startLoopbackTeacher,
} from '../support/loopbackTeacher/startLoopbackTeacher.js';
import type { Fault } from '../support/loopbackValidator/faults.js';
import { numbers, type Synthetic, writeSynthetic } from './synthetic.js';

const VOCABULARY = 300;
const never = new AbortController().signal;
const waits: number[] = [];
/** Milliseconds that were waited for. */
let clock = 0;
/** No wait is slept; each one is kept. */
const MANNERS = {
  patience: {
    ...PATIENCE,
    attempts: 3,
    random: () => 0.5,
    now: () => clock,
    sleep: async (ms: number) => {
      waits.push(ms);
      clock += ms;
    },
  },
  timeoutMs: 60_000,
  totalMs: 120_000,
};

let engine: OnnxEngine;
let checkpoint: Synthetic;
let model: LoadedModel;
const requests: TeacherRequest[] = [];

before(async () => {
  checkpoint = writeSynthetic({ vocab_size: VOCABULARY });
  engine = await createEngine({ threads: 1 });
  model = await engine.load(checkpoint.files, 'contrib');
  const next = numbers(11);
  for (const length of [5, 9, 17, 12, 30, 7, 21, 14]) {
    const ids = Array.from({ length }, () => (next() >>> 8) % VOCABULARY);
    requests.push({ ids, rows: ids.slice(0, -1).flatMap((_, row) => (row > 1 ? [row] : [])) });
  }
});
after(async () => {
  await engine.close();
  checkpoint.remove();
});

async function withServers(
  options: readonly Partial<LoopbackTeacherOptions>[],
  use: (servers: readonly LoopbackTeacher[]) => Promise<void>,
): Promise<void> {
  const servers = await Promise.all(options.map((one) => startLoopbackTeacher({ model, ...one })));
  waits.length = 0;
  try {
    await use(servers);
  } finally {
    for (const server of servers) server.close();
  }
}

const open = (servers: readonly LoopbackTeacher[], change: Partial<ServerTeacherAsk> = {}) =>
  openServerTeacher({
    urls: servers.map((server) => server.url),
    model: null,
    key: null,
    signal: never,
    manners: MANNERS,
    ...change,
  });

async function scored(
  servers: readonly LoopbackTeacher[],
  asked: readonly TeacherRequest[] = requests,
  change: Partial<ServerTeacherAsk> = {},
): Promise<readonly TeacherRows[]> {
  const teacher = await open(servers, change);
  return (await teacher.open(checkpoint.files)).score(asked);
}

const local = async (): Promise<readonly TeacherRows[]> =>
  (await localTeacher(async () => engine).open(checkpoint.files)).score(requests);

/** The same tokens row by row, and values that differ by the rounding of a head over other rows. */
function assertSame(actual: readonly TeacherRows[], expected: readonly TeacherRows[]): void {
  assert.equal(actual.length, expected.length);
  for (const [index, { topIds, logProbs }] of expected.entries()) {
    const given = actual[index] as TeacherRows;
    assert.equal(given.topIds.length, topIds.length);
    for (let from = 0; from < topIds.length; from += 128)
      assert.deepEqual(given.topIds.slice(from, from + 128).sort(), topIds.slice(from, from + 128).sort());
    for (const [slot, value] of logProbs.entries())
      assert.ok(Math.abs((given.logProbs[slot] as number) - value) < 5e-6, `${index} ${slot} ${value}`);
  }
}

/** The error of a call, as code and text. */
async function troubleOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(
    () => assert.fail('it should have failed'),
    (reason: AuditError) => reason,
  );
  return `${error.code} ${error.exitCode} ${error.message}: ${error.why}`;
}

describe('a teacher on servers', () => {
  it('gives the numbers of the model that they serve, row by row', async () => {
    await withServers([{}], async (servers) => {
      assertSame(await scored(servers), await local());
      const [first] = servers[0]?.seen.filter((one) => one.path === '/v1/completions') ?? [];
      const { prompt, ...rest } = first?.body ?? {};
      assert.deepEqual(prompt, requests[0]?.ids);
      assert.deepEqual(rest, {
        model: 'teacher',
        max_tokens: 1,
        temperature: 0,
        prompt_logprobs: 128,
        stream: false,
      });
    });
  });

  it('is told by name, version and hosts, and by no path or key', async () => {
    await withServers([{ key: 'k3y' }, { key: 'k3y' }], async (servers) => {
      const urls = servers.map((server) => `${server.url}/v1/`);
      const teacher = await open(servers, { urls, key: 'k3y' });
      const { digest, hosts, ...told } = teacher.fingerprint;
      assert.deepEqual(told, { engine: 'openai', model: 'teacher', version: '0.11.0' });
      assert.deepEqual(hosts, servers.map((server) => new URL(server.url).host).sort());
      assert.match(digest, /^[0-9a-f]{64}$/);
      assert.equal(teacher.repeats, false);
      assert.ok(servers.every((server) => server.seen.every((one) => one.authorization === 'Bearer k3y')));
    });
  });

  it('does not count the host into its identity, and does count the version', async () => {
    await withServers([{}, {}, { version: '0.12.0' }, { version: null }], async (servers) => {
      const digests = await Promise.all(
        servers.map(async (server) => (await open([server])).fingerprint.digest),
      );
      assert.equal(digests[0], digests[1]);
      assert.equal(new Set(digests).size, 3);
    });
  });

  it('gives work to all of them, no more than four pieces at once to each', async () => {
    await withServers([{ delay: 20 }, { delay: 20 }], async (servers) => {
      const twice = [...requests, ...requests, ...requests];
      assertSame((await scored(servers, twice)).slice(8, 16), await local());
      for (const server of servers) {
        assert.ok(server.completions() >= 4, `${server.completions()}`);
        assert.ok(server.most() <= 4, `${server.most()}`);
      }
    });
  });
});

const once = (fault: Fault) => ({ fault: (count: number) => (count === 0 ? fault : null) });
const always = (fault: Fault) => ({ fault: () => fault });

describe('a server that cannot answer now', () => {
  const passing: readonly [string, Fault][] = [
    ['429', { kind: 'status', status: 429 }],
    ['500', { kind: 'status', status: 500 }],
    ['503', { kind: 'status', status: 503 }],
    ['a closed connection', { kind: 'closed' }],
    ['a body that was cut', { kind: 'announces-more' }],
  ];
  for (const [name, fault] of passing)
    it(`is asked again after ${name}`, async () => {
      await withServers([once(fault)], async (servers) => {
        assertSame(await scored(servers), await local());
        assert.equal(servers[0]?.completions(), requests.length + 1);
        assert.equal(waits.length, 1);
      });
    });

  it('is given the time that it asks for, by all that is to be done', async () => {
    await withServers([once({ kind: 'status', status: 429, retryAfter: '7' })], async (servers) => {
      const from = clock;
      assertSame(await scored(servers), await local());
      assert.ok(clock - from >= 7000, `${clock - from}`);
      assert.ok(waits.every((ms) => ms <= 7000), `${waits}`); // biome-ignore format: one line
      assert.equal(servers[0]?.completions(), requests.length + 1);
    });
  });

  it('is not asked while it wants a wait and another one can be had', async () => {
    const busy = once({ kind: 'status', status: 429, retryAfter: '50' });
    await withServers([busy, {}], async (servers) => {
      assertSame(await scored(servers, [...requests, ...requests]), [...(await local()), ...(await local())]);
      assert.deepEqual(waits, []);
      assert.ok((servers[0]?.completions() ?? 0) <= 4, 'what was on its way came; nothing after it');
    });
  });

  it('is left out when it does not answer at the start, and is not told as a host', async () => {
    await withServers([{}, {}], async (servers) => {
      servers[0]?.close();
      const teacher = await open(servers);
      assert.deepEqual(teacher.fingerprint.hosts, [new URL(servers[1]?.url ?? '').host]);
      assert.deepEqual(waits, []);
      servers[1]?.close();
      assert.match(await troubleOf(open(servers)), /^RETRY_LATER 75/);
    });
  });

  it('is not asked earlier than it wants: a wait beyond patience ends the audit', async () => {
    await withServers([always({ kind: 'status', status: 429, retryAfter: '9999' })], async (servers) => {
      assert.match(await troubleOf(scored(servers)), /^RETRY_LATER 75 .*limits how often/);
      assert.deepEqual(waits, []);
    });
  });

  it('is given up after three tries, each after a longer wait', async () => {
    await withServers([always({ kind: 'status', status: 500 })], async (servers) => {
      assert.match(await troubleOf(scored(servers, requests.slice(0, 1))), /^RETRY_LATER 75 .*status 500/);
      assert.deepEqual(waits, [1000, 2000]);
      assert.equal(servers[0]?.completions(), 3);
    });
  });

  it('is given up when it is silent, and when it drips', async () => {
    for (const [kind, limit, text] of [
      ['silent', { timeoutMs: 80 }, /silent for 80 ms/],
      ['drip', { totalMs: 250 }, /not whole after 250 ms/],
    ] as const)
      await withServers([always({ kind })], async (servers) => {
        const manners = { ...MANNERS, ...limit };
        assert.match(await troubleOf(scored(servers, requests.slice(0, 1), { manners })), text);
      });
  });

  it('leaves its work to another one at once, without a wait', async () => {
    await withServers([always({ kind: 'status', status: 503 }), {}], async (servers) => {
      assertSame(await scored(servers), await local());
      assert.deepEqual(waits, []);
      assert.equal(servers[1]?.completions(), requests.length);
    });
  });

  it('leaves its work to another one when it died in the middle', async () => {
    await withServers([{}, {}], async (servers) => {
      const teacher = await (await open(servers)).open(checkpoint.files);
      const [first, ...rest] = requests;
      await teacher.score([first as TeacherRequest]);
      servers[0]?.close();
      assertSame(await teacher.score(rest), (await local()).slice(1));
    });
  });

  it('is stopped by a signal', async () => {
    await withServers([{ delay: 5000 }], async (servers) => {
      const stop = new AbortController();
      const work = scored(servers, requests, { signal: stop.signal });
      setTimeout(() => stop.abort('SIGINT'), 150);
      await assert.rejects(work, (reason) => reason === 'SIGINT');
    });
  });
});

describe('a server that refuses', () => {
  const refused = async (
    options: Partial<LoopbackTeacherOptions>,
    text: RegExp,
    change: Partial<ServerTeacherAsk> = {},
  ): Promise<void> =>
    withServers([options], async (servers) => {
      assert.match(await troubleOf(scored(servers, requests.slice(0, 1), change)), text);
      assert.deepEqual(waits, [], 'a refusal is not asked again');
    });

  it('is named with its own words', () =>
    refused(
      { maxLogprobs: 20 },
      /^UNAVAILABLE 69 .*status 400: Requested prompt logprobs of 128, which is greater/,
    ));
  it('does not get a key that is not there', () =>
    refused({ key: 'k3y' }, /^UNAVAILABLE 69 .*status 401: Unauthorized/));
  it('does not offer the model', () =>
    refused({ names: ['a', 'b'] }, /^UNAVAILABLE 69 .*not offer the model teacher: it offers a, b/, {
      model: 'teacher',
    }));
  it('offers several, and none was named', () =>
    refused({ names: ['a', 'b'] }, /^USAGE 64 .*offers 2 models: a, b/));
  it('redirects', () =>
    refused(
      always({ kind: 'status', status: 307, location: 'http://169.254.169.254/latest' }),
      /^UNAVAILABLE 69 .*redirects what is sent to it/,
    ));
  it('redirects to itself', () =>
    refused(always({ kind: 'status', status: 302, location: '/v1/completions' }), /redirects what is sent/));
  it('answers more than a whole answer can hold', () =>
    refused(always({ kind: 'large', bytes: 8_000_000 }), /^UNAVAILABLE 69 .*sends more than is read/));
  it('answers no JSON', () =>
    refused(always({ kind: 'body', body: '{"choices": [NaN]}' }), /^UNAVAILABLE 69 .*it is not JSON/));
  it('answers another document', () =>
    refused(always({ kind: 'body', body: '{"choices": []}' }), /prompt_logprobs is missing/));

  it('names an address with a secret, a query, or no scheme', async () => {
    for (const [url, text] of [
      ['http://u:p@127.0.0.1:1', /^ADDRESS_REFUSED 64 .*user name or password/],
      ['http://127.0.0.1:1/?key=s3cret', /^USAGE 64 .*query or a fragment/],
      ['http://10.1.2.3:8000', /^ADDRESS_REFUSED 64 .*plain http/],
      ['127.0.0.1:8000', /^ADDRESS_REFUSED 64/],
    ] as const) {
      const trouble = await troubleOf(open([], { urls: [url] }));
      assert.match(trouble, text);
      assert.doesNotMatch(trouble, /s3cret|u:p/);
    }
  });

  it('does not offer the same model as another one', async () => {
    await withServers([{ names: ['a'] }, { names: ['b'] }], async (servers) => {
      assert.match(await troubleOf(open(servers)), /^USAGE 64 .*different models: a, b/);
    });
  });

  it('gives no list of models', async () => {
    const server = createServer((_, response) => response.end('[]'));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    assert.match(await troubleOf(open([], { urls: [url] })), /^UNAVAILABLE 69 .*no list of models/);
    server.closeAllConnections();
    server.close();
  });
});

/** Changes one entry of the position that row 2 predicts: the most probable one that is not the text's own. */
const edit =
  (change: (entry: Entry, position: Record<string, Entry>, key: string) => void) =>
  (positions: Positions): Positions => {
    const position = positions[3] as Record<string, Entry>;
    const own = String(requests[0]?.ids[3]);
    const [key, entry] = Object.entries(position).find(([id]) => id !== own) as [string, Entry];
    change(entry, position, key);
    return positions;
  };

describe('numbers that cannot be used', () => {
  const cases: readonly [string, (positions: Positions) => Positions, RegExp][] = [
    ['a position too few', (all) => all.slice(0, -1), /it has 4 positions for 5 tokens/],
    ['a position too many', (all) => [...all, {}], /it has 6 positions for 5 tokens/],
    ['no numbers', (all) => all.map(() => null), /position 3 has no log-probabilities/],
    ['a value that is none', edit((entry) => Object.assign(entry, { logprob: null })), /position 3 gives token \d+ no finite/],
    ['a text for a value', edit((entry) => Object.assign(entry, { logprob: '-1' })), /no finite log-probability/],
    ['a value above 0', edit((entry) => Object.assign(entry, { logprob: 0.001 })), /the log-probability 0\.001/],
    ['probabilities over 1', edit((entry) => Object.assign(entry, { logprob: 0 })), /probabilities that add up to 1\.\d+/],
    ['an id outside the vocabulary', edit((entry, position) => Object.assign(position, { 300: entry })), /names token 300 of a vocabulary of 300/],
    ['a text for an id', edit((entry, position) => Object.assign(position, { ' the': entry })), /names " the", which is no token id/],
    [
      "another text's numbers",
      (all) => {
        delete (all[3] as Record<string, Entry>)[String(requests[0]?.ids[3])];
        return all;
      },
      /position 3 does not tell its own token/,
    ],
    [
      'more tokens than asked for',
      edit((_, position) => {
        for (let id = 0; id < 140; id++) position[id] ??= { logprob: -99, rank: 140, decoded_token: '' };
      }),
      /position 3 lists \d+ tokens, 128 were asked for/,
    ],
    [
      'fewer tokens everywhere',
      (all) => all.map((one) => (one === null ? null : Object.fromEntries(Object.entries(one).sort(([, a], [, b]) => Number(b.logprob) - Number(a.logprob)).flatMap((pair, at) => (at < 20 || all.some((own, index) => own === one && pair[0] === String(requests[0]?.ids[index])) ? [pair] : []))))),
      /no position lists more than 2\d of 128 tokens/,
    ],
  ]; // biome-ignore format: one case a row
  for (const [name, change, text] of cases)
    it(`are refused: ${name}`, async () => {
      await withServers([{ change }], async (servers) => {
        const trouble = await troubleOf(scored(servers, requests.slice(0, 1)));
        assert.match(
          trouble,
          /^UNAVAILABLE 69 the teacher server 127\.0\.0\.1:\d+ gave numbers that cannot be used/,
        );
        assert.match(trouble, text);
        assert.deepEqual(waits, []);
        assert.equal(servers[0]?.completions(), 1);
      });
    });

  it('are none by the rounding of a log-softmax: a hair above 0 counts as 0', async () => {
    const sure = edit((entry, position) => {
      for (const other of Object.values(position)) other.logprob = -60;
      entry.logprob = 4e-6;
    });
    await withServers([{ change: sure }], async (servers) => {
      const [rows] = await scored(servers, requests.slice(0, 1));
      assert.equal(rows?.logProbs[0], 0);
    });
  });

  it('are none by a shorter list: its empty slots hold id 0 and -100', async () => {
    const shorter = edit((_, position, key) => {
      delete position[key];
    });
    await withServers([{ change: shorter }], async (servers) => {
      const [rows] = await scored(servers, requests.slice(0, 1));
      assert.equal(rows?.topIds[127], 0);
      assert.equal(rows?.logProbs[127], -100);
      assert.ok((rows?.logProbs[126] ?? 0) < 0 && (rows?.logProbs[126] ?? 0) > -100);
    });
  });
});
