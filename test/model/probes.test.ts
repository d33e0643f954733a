import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import type { Probes, ScoreResult } from '../../src/domain/engine.js';
import { UsageError } from '../../src/errors/input.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { readQwen35Config } from '../../src/model/graphs/qwen35/readQwen35Config.js';
import { readQuasarConfig } from '../../src/model/graphs/readQuasarConfig.js';
import { parseStrictJson } from '../../src/model/json/parseStrictJson.js';
import { readGolden, relativeError } from './golden.js';
import { qwen35Logits } from './qwen35Reference.js';
import { readTensors } from './readTensors.js';
import { referenceLogits, type Seen } from './reference.js';

const ALL: Probes = { drops: true, gates: true, layers: true };
const TOP = [0, 17, 511];

let folded: OnnxEngine;
let mapped: OnnxEngine;
before(async () => {
  folded = await createEngine({ threads: 2 });
  mapped = await createEngine({ threads: 1, mappedFromBytes: 0 });
});
after(() => Promise.all([folded.close(), mapped.close()]));

async function score(
  name: string,
  form: 'contrib' | 'plain',
  probes?: Probes,
  engine = folded,
): Promise<ScoreResult> {
  const { files, ids, rows } = readGolden(name);
  const model = await engine.load(files, form);
  const result = await model.score({
    ids,
    rows,
    topIds: rows.map(() => TOP),
    logits: true,
    ...(probes && { probes }),
  });
  await model.release();
  return result;
}

const sha256 = (values: Float32Array) =>
  createHash('sha256')
    .update(new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
    .digest('hex');

const evaluated = new Map<string, Promise<Seen>>();
/** The independent evaluation of a golden set, token by token in float64; once for all tests. */
function reference(name: string): Promise<Seen> {
  const known = evaluated.get(name) ?? evaluate(name);
  evaluated.set(name, known);
  return known;
}

async function evaluate(name: string): Promise<Seen> {
  const { files, ids } = readGolden(name);
  const seen: Seen = { dropped: [], gates: [], hidden: [] };
  const document = parseStrictJson(readFileSync(files.configPath, 'utf8'));
  const tensors = await readTensors(files.weightPaths[0] as string);
  if (name === 'qwen35-a')
    qwen35Logits({ ...readQwen35Config(document), tied: true }, tensors, ids, 0, seen.hidden);
  else referenceLogits(readQuasarConfig(document), tensors, ids, 0, new Map(), seen);
  return seen;
}

for (const name of ['quasar-a', 'quasar-b', 'qwen35-a'])
  describe(`probes of ${name}`, () => {
    const asked = name === 'qwen35-a' ? { layers: true } : ALL;

    for (const form of ['contrib', 'plain'] as const)
      for (const way of ['folded', 'mapped'])
        it(`leave every bit of the other outputs as it is in the form ${form}, ${way}`, async () => {
          const engine = way === 'mapped' ? mapped : folded;
          const bare = await score(name, form, undefined, engine);
          const { probes, ...rest } = await score(name, form, asked, engine);
          assert.deepEqual(rest, bare);
          assert.ok((probes?.layers?.length ?? 0) > 0);
        });

    it('give the hidden state after each layer, and its digest', async () => {
      const { hidden } = await reference(name);
      const { files, ids } = readGolden(name);
      const model = await folded.load(files, 'contrib');
      const digests = (await model.score({ ids, rows: [0], probes: { layers: true } })).probes?.layers;
      assert.equal(digests?.length, hidden.length);
      for (const layer of hidden.keys()) {
        const { probes } = await model.score({ ids, rows: [3], probes: { values: layer } });
        const { values } = probes ?? {};
        assert.deepEqual(digests?.[layer], { layer, sha256: sha256(values?.hidden as Float32Array) });
        const error = relativeError(
          values?.hidden ?? [],
          (hidden[layer] as Float64Array[]).flatMap((row) => [...row]),
        );
        assert.ok(error < 1e-5, `layer ${layer}: ${error}`);
      }
      await model.release();
    });

    it('give the same digests with one thread and two, and others in the other form', async () => {
      const one = await createEngine({ threads: 1 });
      try {
        const [a, b, c] = [
          await score(name, 'contrib', { layers: true }),
          await score(name, 'contrib', { layers: true }, one),
          await score(name, 'plain', { layers: true }),
        ];
        assert.deepEqual(a.probes, b.probes);
        assert.notEqual(a.probes?.layers?.at(-1)?.sha256, c.probes?.layers?.at(-1)?.sha256);
      } finally {
        await one.close();
      }
    });
  });

for (const [name, drops] of [
  ['quasar-a', false],
  ['quasar-b', true],
] as const)
  describe(`inside ${name}`, () => {
    it('the dropped assignments and the mean gates are those of an independent evaluation', async () => {
      const { dropped, gates } = await reference(name);
      assert.equal(
        dropped.some((count) => count > 0),
        drops,
      );
      for (const form of ['contrib', 'plain'] as const) {
        const { probes } = await score(name, form, ALL);
        assert.deepEqual(
          probes?.drops?.map((entry) => entry.dropped),
          dropped,
        );
        // Two dense layers first; gated layers are the last two of six.
        assert.deepEqual(
          probes?.drops?.map((entry) => entry.layer),
          dropped.map((_, i) => i + 2),
        );
        assert.deepEqual(
          probes?.gates?.map((entry) => entry.layer % 6),
          gates.map((_, i) => 4 + (i % 2)),
        );
        const means = probes?.gates?.map((entry) => entry.mean) ?? [];
        assert.ok(relativeError(means, gates) < 1e-5, `${means} instead of ${gates}`);
      }
    });
  });

describe('without the capacity', () => {
  it('nothing is dropped', async () => {
    const { files, ids } = readGolden('quasar-b');
    const model = await folded.load(files, 'contrib', { capacity: false });
    const { probes } = await model.score({ ids, rows: [0], probes: { drops: true } });
    assert.deepEqual(new Set(probes?.drops?.map((entry) => entry.dropped)), new Set([0]));
    await model.release();
  });
});

describe('probes that a model cannot answer', () => {
  it('are refused by name', async () => {
    const teacher = readGolden('qwen35-a');
    const model = await folded.load(teacher.files, 'contrib');
    for (const [probes, why] of [
      [{ drops: true }, /no layer of this model has experts/],
      [{ gates: true }, /no layer of this model has a latent memory/],
      [{ values: 99 }, /the values of layer 99/],
      [{ values: -1 }, /the values of layer -1/],
      [{ values: 0.5 }, /the values of layer 0.5/],
      [{}, /nothing is asked for/],
    ] as const)
      await assert.rejects(model.score({ ids: [1, 2], rows: [0], probes }), (error: UsageError) => {
        assert.ok(error instanceof UsageError);
        assert.match(`${error.message} ${error.why}`, why);
        return true;
      });
    await model.release();
  });
});
