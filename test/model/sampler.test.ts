import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { UsageError } from '../../src/errors/input.js';
import { createSampler, type Sampling } from '../../src/model/decode/createSampler.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { PyRandom } from '../../src/python/random.js';
import { readGolden } from './golden.js';
import { numbers } from './synthetic.js';

/** The rule as it is written, with every token sorted. */
function plainDraw(logits: Float32Array, { temperature, topP }: Sampling, u: number): number {
  const top = Math.max(...logits);
  const tokens = Array.from(logits, (value, id) => ({ id, weight: Math.exp((value - top) / temperature) }));
  const total = tokens.reduce((sum, { weight }) => sum + weight, 0);
  tokens.sort((a, b) => b.weight - a.weight || a.id - b.id);
  let kept = 0;
  let mass = 0;
  while (kept < tokens.length && mass < topP * total) {
    mass += tokens[kept]?.weight as number;
    kept += 1;
  }
  let running = 0;
  for (const { id, weight } of tokens.slice(0, kept)) {
    running += weight;
    if (running > u * mass) return id;
  }
  throw new Error('nothing was drawn');
}

describe('createSampler', () => {
  const next = numbers(3);
  const row = (size: number, spread: number) =>
    Float32Array.from({ length: size }, () => (next() / 2 ** 32) * spread);

  for (const [temperature, topP] of [
    [0.7, 0.9],
    [1, 1],
    [2, 0.5],
    [0.05, 0.999],
    [1, 1e-9],
  ] as const)
    it(`draws as the rule says at temperature ${temperature}, top-p ${topP}`, () => {
      const sampling = { temperature, topP, seed: 41 };
      const sample = createSampler(sampling);
      const random = new PyRandom(41);
      for (let i = 0; i < 200; i += 1) {
        const logits = row(1 + (i % 90), i % 3 === 0 ? 0.1 : 12);
        assert.equal(sample(logits), plainDraw(logits, sampling, random.random()));
      }
    });

  it('puts equals in the order of their ids', () => {
    const random = new PyRandom(5);
    const sample = createSampler({ temperature: 1, topP: 0.5, seed: 5 });
    const flat = new Float32Array(8);
    for (let i = 0; i < 50; i += 1) assert.equal(sample(flat), Math.floor(random.random() * 4));
  });

  it('gives tokens beyond top-k no weight, also not in the share of the others', () => {
    for (const [topP, topK] of [
      [1, 3],
      [0.5, 5],
      [0.9, 200],
    ] as const) {
      const cut = createSampler({ temperature: 0.7, topP, seed: 11, topK });
      const random = new PyRandom(11);
      for (let i = 0; i < 100; i += 1) {
        const logits = row(90, 6);
        const kept = Array.from(logits.keys())
          .sort((a, b) => (logits[b] as number) - (logits[a] as number) || a - b)
          .slice(0, topK);
        const alone = logits.map((value, id) => (kept.includes(id) ? value : Number.NEGATIVE_INFINITY));
        assert.equal(cut(logits), plainDraw(alone, { temperature: 0.7, topP, seed: 11 }, random.random()));
      }
    }
  });

  it('meets the probabilities', () => {
    const sample = createSampler({ temperature: 0.5, topP: 1, seed: 1 });
    const logits = Float32Array.of(0, Math.log(2) / 2, Math.log(7) / 2);
    const counts = [0, 0, 0];
    for (let i = 0; i < 10_000; i += 1) {
      const id = sample(logits);
      counts[id] = (counts[id] as number) + 1;
    }
    [1000, 2000, 7000].forEach((expected, id) => {
      assert.ok(Math.abs((counts[id] as number) - expected) < 150, `${counts}`);
    });
  });

  it('takes a logit so small that its weight is 0', () => {
    const sample = createSampler({ temperature: 0.001, topP: 1, seed: 2 });
    for (let i = 0; i < 20; i += 1) assert.equal(sample(Float32Array.of(-3e38, 4, 3)), 1);
  });
});

describe('a decoding that draws', () => {
  let engine: OnnxEngine;
  before(async () => {
    engine = await createEngine({ threads: 1 });
  });
  after(() => engine.close());
  const golden = readGolden('qwen35-a');
  const promptIds = golden.ids.slice(0, 20);
  const sampling = { temperature: 2, topP: 0.9, seed: 11 };

  it('gives the same tokens for the same seed, cached and recomputed, and others for another seed', async () => {
    const model = await engine.load(golden.files, 'contrib');
    const run = async (mode: 'cached' | 'recompute-full', seed: number) =>
      (await model.decode({ promptIds, mode, maxNew: 12, sampling: { ...sampling, seed } })).tokens;
    const first = await run('cached', 11);
    assert.deepEqual(await run('cached', 11), first);
    assert.deepEqual(await run('recompute-full', 11), first);
    assert.notDeepEqual(await run('cached', 12), first);
    const greedy = await model.decode({ promptIds, mode: 'cached', maxNew: 12 });
    assert.notDeepEqual(greedy.tokens, first);
    await model.release();
  });

  it('ends with the first token that stops it', async () => {
    const model = await engine.load(golden.files, 'contrib');
    const { tokens } = await model.decode({ promptIds, mode: 'cached', maxNew: 12 });
    const stop = tokens[4] as number;
    const stopped = await model.decode({ promptIds, mode: 'cached', maxNew: 12, stopIds: [stop] });
    assert.deepEqual(stopped.tokens, tokens.slice(0, tokens.indexOf(stop) + 1));
    assert.equal(stopped.bestLogits.length, stopped.tokens.length);
    await model.release();
  });

  it('is refused with values that mean nothing', async () => {
    const model = await engine.load(golden.files, 'contrib');
    for (const change of [
      { sampling: { ...sampling, temperature: 0 } },
      { sampling: { ...sampling, temperature: Number.NaN } },
      { sampling: { ...sampling, topP: 0 } },
      { sampling: { ...sampling, topP: 1.1 } },
      { sampling: { ...sampling, seed: 0.5 } },
      { stopIds: [512] },
      { stopIds: [-1] },
    ])
      await assert.rejects(model.decode({ promptIds, mode: 'cached', maxNew: 1, ...change }), UsageError);
  });
});
