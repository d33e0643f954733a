import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import type { EngineSpeed } from '../../../src/model/cost/EngineSpeed.js';
import { estimateSeconds, openSeconds } from '../../../src/model/cost/estimateSeconds.js';
import { peakBytes } from '../../../src/model/cost/peakBytes.js';
import { type PlannedModel, planModel } from '../../../src/model/cost/planModel.js';
import { createEngine, type OnnxEngine } from '../../../src/model/engine/createEngine.js';
import { readArchitecture } from '../../../src/model/graphs/readArchitecture.js';
import { readGolden } from '../golden.js';
import { QUASAR_3B } from './publishedConfigs.js';

let engine: OnnxEngine;
before(async () => {
  engine = await createEngine({ threads: 1 });
});
after(() => engine.close());

const even = (value: number) => ({ slowest: value / 2, middle: value, fastest: value * 2 });
/** A machine at which every kind of work can be told from the others by its digits. */
const SPEED: EngineSpeed = {
  products: even(1e9),
  recurrence: even(1e8),
  elements: even(1e7),
  casts: even(1e6),
  steps: even(100),
  secondsPerNode: 1e-3,
  secondsPerCall: 1,
  secondsPerOpenedNode: 1e-2,
  tookSeconds: 0,
};

test('the seconds of a sequence are the sum of its parts', () => {
  const { cost } = readArchitecture(QUASAR_3B);
  const run = { tokens: 300, rows: 10 };
  for (const form of ['contrib', 'plain'] as const) {
    const [least, most] = [cost.of({ ...run, form, load: 'even' }), cost.of({ ...run, form, load: 'full' })];
    const of = (one: typeof least): number =>
      (one.body + one.experts + one.head) / 1e9 +
      (form === 'contrib' ? one.recurrence / 1e8 : (300 * 24) / 100) +
      (one.elements + one.headElements) / 1e7 +
      5 +
      one.nodes / 1e3 +
      1;
    const seconds = estimateSeconds({ cost, widened: 5e6 }, { ...run, form }, SPEED);
    assert.ok(Math.abs(seconds.likely - (of(least) + of(most)) / 2) < 1e-6 * seconds.likely);
    assert.ok(seconds.low < seconds.likely && seconds.likely < seconds.high);
  }
  assert.ok(openSeconds({ cost }, 'contrib', SPEED).likely > 24 * 0.5);
});

test('a model is known by its headers: bytes, and what a mapped file has widened in every run', async () => {
  const { files } = readGolden('quasar-a');
  const [path = ''] = files.weightPaths;
  const file = readFileSync(path);
  const small = await planModel(files);
  assert.equal(small.weightBytes, file.length - 8 - Number(file.readBigUInt64LE()));
  assert.deepEqual([small.mapped, small.widened, small.architecture], [false, 0, 'quasar']);
  const mapped = await planModel(files, 1);
  const header = JSON.parse(file.toString('utf8', 8, 8 + Number(file.readBigUInt64LE()))) as Record<
    string,
    { dtype: string; shape: number[] }
  >;
  const narrow = Object.entries(header)
    .filter(([name, { dtype }]) => dtype === 'BF16' && !name.includes('embed_tokens'))
    .reduce((sum, [, { shape }]) => sum + shape.reduce((all, extent) => all * extent, 1), 0);
  assert.deepEqual([mapped.mapped, mapped.widened], [true, narrow]);
});

test('memory grows with rows by one part of the logits, and a mapped student of full size needs far less than its file', () => {
  const model = {
    cost: readArchitecture(QUASAR_3B).cost,
    mapped: true,
    largestTensor: 3072 * 1536,
    parameters: 2_939_911_408,
  } as PlannedModel;
  const few = peakBytes(model, { tokens: 1024, rows: 128 });
  const many = peakBytes(model, { tokens: 1024, rows: 1024 });
  assert.ok(few < 2 ** 30, String(few));
  // Three copies of 896 more rows of 8,192 logits, and what the allocator adds.
  assert.ok(many - few > 3 * 896 * 8192 * 4);
  assert.ok(many - few < 4.5 * 896 * 8192 * 4);
  // Rows beyond a block of 1,024 need no more.
  assert.equal(peakBytes(model, { tokens: 1024, rows: 4096 }), many);
});

test('an engine is measured in the shapes of a model, with and without mapped weights', async () => {
  for (const name of ['quasar-a', 'qwen35-a'])
    for (const threshold of [1, 1e9]) {
      const model = await planModel(readGolden(name).files, threshold);
      const speed = await engine.speed(model, 100);
      for (const pace of [speed.products, speed.recurrence, speed.elements, speed.casts, speed.steps]) {
        assert.ok(pace.slowest > 0 && Number.isFinite(pace.fastest));
        assert.ok(pace.slowest <= pace.middle && pace.middle <= pace.fastest);
      }
      const { low, likely, high } = estimateSeconds(model, { tokens: 100, rows: 9, form: 'contrib' }, speed);
      assert.ok(low > 0 && low < likely && likely < high && Number.isFinite(high));
    }
});
