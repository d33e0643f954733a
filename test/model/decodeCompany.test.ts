import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { decode } from '../../src/cli/commands/decode.js';
import type { ModelFiles } from '../../src/domain/engine.js';
import { severalAtOnce } from '../../src/domain/severalAtOnce.js';
import { UsageError } from '../../src/errors/input.js';
import { EngineStoppedError, NotFiniteError } from '../../src/errors/model.js';
import { Company } from '../../src/model/decode/Company.js';
import type { DecodeRequest } from '../../src/model/decode/DecodeRequest.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { PlacesRun } from '../../src/model/engine/PlacesRun.js';
import { encodeSafetensors } from '../../src/model/safetensors/writeSafetensors.js';
import { recordingContext } from '../cli/recordingContext.js';
import { readGolden } from './golden.js';
import { numbers, type Synthetic, writeSynthetic } from './synthetic.js';

/** Lengths of prompts and budgets: several ends, and more of them than places. */
const LENGTHS = [
  [70, 5],
  [1, 9],
  [9, 3],
  [64, 7],
  [33, 1],
  [5, 8],
  [12, 4],
] as const;

function requestsFor(vocabSize: number, mode: DecodeRequest['mode']): DecodeRequest[] {
  const next = numbers(11);
  return LENGTHS.map(([length, maxNew]) => ({
    ...{ mode, maxNew, best: 3 },
    promptIds: Array.from({ length }, () => next() % vocabSize),
  }));
}

let single: OnnxEngine;
const told: string[] = [];
const wide = new Map<number, OnnxEngine>();
let small: Synthetic;
before(async () => {
  single = await createEngine({ threads: 1 });
  for (const places of [3, 5])
    wide.set(places, await createEngine({ threads: 1, places, onAlone: (why) => told.push(why) }));
  small = writeSynthetic({ n_layers: 2 }, 'BF16');
});
after(async () => {
  await single.close();
  for (const engine of wide.values()) await engine.close();
  small.remove();
});

async function alone(files: ModelFiles, requests: readonly DecodeRequest[]) {
  const model = await single.load(files, 'contrib');
  const results = [];
  for (const request of requests) results.push(await model.decode(request));
  await model.release();
  return results;
}

const loadWide = async (places: number, files: ModelFiles) =>
  (wide.get(places) as OnnxEngine).load(files, 'contrib');

describe('sequences that are decoded together', () => {
  for (const [name, places, mode] of [
    ['quasar-b', 3, 'memory-only'],
    ['qwen35-a', 3, 'cached'],
    ['synthetic', 5, 'memory-only'],
  ] as const)
    it(`have every token and logit that each has alone: ${name}, ${places} places`, async () => {
      const files = name === 'synthetic' ? small.files : readGolden(name).files;
      const requests = requestsFor(name === 'synthetic' ? 80 : readGolden(name).vocabSize, mode);
      const expected = await alone(files, requests);
      const model = await loadWide(places, files);
      assert.deepEqual(await Promise.all(requests.map((request) => model.decode(request))), expected);
      assert.deepEqual(await severalAtOnce(requests, places, (request) => model.decode(request)), expected);
      await model.release();
      assert.deepEqual(told, []);
    });

  it('end each at its own stop token, also by draws', async () => {
    const requests = requestsFor(80, 'memory-only').map((request, seed) => ({
      ...{ ...request, maxNew: 12 },
      ...(seed % 2 === 0 && { sampling: { temperature: 0.9, topP: 0.95, seed } }),
    }));
    const free = await alone(small.files, requests);
    const stopped = requests.map((request, i) => ({
      ...request,
      stopIds: [free[i]?.tokens[i + 1] as number],
    }));
    const expected = await alone(small.files, stopped);
    const lengths = expected.map(({ tokens }) => tokens.length);
    assert.ok(new Set(lengths).size > 3 && Math.max(...lengths) < 12, `${lengths}`);
    const model = await loadWide(5, small.files);
    assert.deepEqual(await Promise.all(stopped.map((request) => model.decode(request))), expected);
    await model.release();
  });

  it('fail alone', async () => {
    const broken = writeSynthetic({ n_layers: 2 });
    try {
      const requests = requestsFor(80, 'memory-only').slice(0, 4);
      const free = await alone(broken.files, requests);
      const used = new Set([
        ...requests.flatMap(({ promptIds }) => promptIds),
        ...free.flatMap(({ tokens }) => tokens),
      ]);
      const unused = Array.from({ length: 80 }, (_, id) => id).find((id) => !used.has(id)) as number;
      const name = 'model.embed_tokens.weight';
      const embedding = broken.tensors[name];
      assert.ok(embedding);
      const data = embedding.data.slice().fill(Number.NaN, unused * 24, (unused + 1) * 24);
      const tensors = { ...broken.tensors, [name]: { ...embedding, data } };
      writeFileSync(broken.files.weightPaths[0] as string, encodeSafetensors(tensors));
      const model = await loadWide(5, broken.files);
      const bad = { ...(requests[1] as DecodeRequest), promptIds: [3, unused] };
      const long = { ...bad, promptIds: [1], maxNew: 2000 };
      const found = await Promise.allSettled(
        [bad, long, ...requests].map((request) => model.decode(request)),
      );
      const [first, second, ...rest] = found;
      assert.ok(first?.status === 'rejected' && first.reason instanceof NotFiniteError);
      assert.ok(second?.status === 'rejected' && second.reason instanceof UsageError);
      assert.deepEqual(
        rest.map((one) => one.status === 'fulfilled' && one.value),
        free,
      );
      await model.release();
    } finally {
      broken.remove();
    }
  });

  it('are all stopped by a signal, and begun again in a fresh process', async () => {
    const [request] = requestsFor(80, 'memory-only');
    assert.ok(request);
    const [expected] = await alone(small.files, [request]);
    const model = await loadWide(3, small.files);
    const stop = new AbortController();
    const endless = { ...request, maxNew: 900 };
    let tokens = 0;
    const onToken = () => {
      tokens += 1;
      if (tokens === 20) stop.abort();
    };
    const runs = [0, 1, 2].map(() => model.decode(endless, onToken, stop.signal));
    for (const run of await Promise.allSettled(runs))
      assert.ok(run.status === 'rejected' && run.reason instanceof EngineStoppedError);
    assert.deepEqual(await Promise.all([request, request, request].map((one) => model.decode(one))), [
      ...[expected, expected, expected],
    ]);
    await model.release();
  });
});

describe('recrown decode of several prompts', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'recrown-company-'));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = async (content: object, batch: number, json = true) => {
    writeFileSync(join(folder, 'input.json'), JSON.stringify(content));
    const to = recordingContext(folder, json);
    const model = dirname(small.files.configPath);
    await decode(to, { model, input: 'input.json', mode: 'memory-only', maxNew: 3, batch, threads: 1 });
    return to.stdout;
  };

  it('gives the same document together as one after the other, and one prompt as ever', async () => {
    const prompts = [[4, 5], [6], [7, 8, 9], [10, 11]];
    const text = await run({ prompts }, 3);
    assert.equal(text, await run({ prompts }, 1));
    const document = JSON.parse(text);
    assert.deepEqual(Object.keys(document), ['schema', 'mode', 'decoded', 'fingerprint']);
    const { tokens, top5_logits, ...rest } = JSON.parse(await run({ prompt_ids: prompts[2] }, 1));
    assert.deepEqual(document.decoded[2], { tokens, top5_logits });
    assert.deepEqual(Object.keys(rest), ['schema', 'mode', 'fingerprint']);
    assert.equal((await run({ prompts }, 3, false)).match(/after a prompt of/g)?.length, 4);
  });

  for (const [name, content, why] of [
    ['no prompts at all', { prompts: [] }, /list of 1 to 4096/],
    ['a prompt that is none', { prompts: [[1], 'x'] }, /prompt 1 is not a list/],
    ['both forms', { prompts: [[1]], prompt_ids: [1] }, /both/],
  ] as const)
    it(`refuses ${name}`, () => assert.rejects(run(content, 2), { why }));
});

describe('a company', () => {
  it('waits for all, takes as many as there are places, and is refilled', async () => {
    const taken: number[][] = [];
    const company = new Company<number, number>(2, async (steps) => {
      taken.push([...steps]);
      return steps.map((step) => -step);
    });
    const sequence = (from: number, count: number) =>
      company.member(async () => {
        const found: number[] = [];
        for (let i = 0; i < count; i += 1) found.push(await company.step(from + i));
        return found;
      });
    const found = await Promise.all([sequence(10, 3), sequence(20, 1), sequence(30, 2)]);
    assert.deepEqual(found, [[-10, -11, -12], [-20], [-30, -31]]);
    assert.ok(taken.every(({ length }) => length <= 2));
    assert.deepEqual(taken.flat().sort(), [10, 11, 12, 20, 30, 31]);
    assert.ok(taken.some(({ length }) => length === 2));
  });

  it('fails with its run and goes on; work alone takes its turn', async () => {
    const company = new Company<number, number>(2, async ([first = 0, ...rest]) => {
      if (first < 0) throw new RangeError('below zero');
      return [first, ...rest];
    });
    const failed = company.member(() => company.step(-1));
    await assert.rejects(failed, /below zero/);
    await assert.rejects(
      company.member(() => company.alone(() => Promise.reject(new RangeError('own')))),
      /own/,
    );
    assert.equal(await company.member(() => company.step(7)), 7);
  });
});

describe('the check of a wide run', () => {
  const tensor = (value: number) => ({ data: Float32Array.of(value) });
  type Tensor = ReturnType<typeof tensor>;
  const placesOf = (error: (run: number) => number) => {
    let runs = 0;
    const counts = { alone: 0 };
    const twice = (x: Tensor | undefined, plus = 0) => tensor(2 * (x?.data[0] as number) + plus);
    const places = new PlacesRun<Tensor>({
      ...{ width: 4, fetches: ['y'] },
      alone: async ({ x }) => {
        counts.alone += 1;
        return { y: twice(x) };
      },
      wide: async (inputs) => {
        runs += 1;
        return Object.fromEntries(
          [0, 1, 2, 3].map((place) => [`y@${place}`, twice(inputs[`x@${place}`], error(runs))]),
        );
      },
    });
    const run = async (...values: number[]) =>
      (await places.run(values.map((value) => ({ x: tensor(value) })))).map(({ y }) => y?.data[0]);
    return { places, counts, run };
  };

  it('computes the first run alone too, and few sequences alone', async () => {
    const { places, counts, run } = placesOf(() => 0);
    assert.deepEqual(await run(1, 2, 3), [2, 4, 6]);
    assert.deepEqual([counts.alone, places.refused], [3, false]);
    assert.deepEqual(await run(4, 5), [8, 10]);
    assert.equal(counts.alone, 3);
    assert.deepEqual(await run(6), [12]);
    assert.equal(counts.alone, 4);
  });

  it('refuses other bits in the first run, and fails on other bits later', async () => {
    const other = placesOf(() => 2 ** -20);
    assert.deepEqual(await other.run(1, 2, 3), [2, 4, 6]);
    assert.equal(other.places.refused, true);
    assert.deepEqual(await other.run(1, 2, 3), [2, 4, 6]);
    assert.equal(other.counts.alone, 6);
    const late = placesOf((run) => (run > 1 ? 2 ** -20 : 0));
    for (let i = 0; i < 256; i += 1) await late.run(1, 2);
    await assert.rejects(late.run(1, 2), /gives other bits than alone, after 256 runs/);
  });
});
