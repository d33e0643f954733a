import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RecurrenceForm } from '../../src/domain/engine.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import type { ModelSwitches } from '../../src/model/graphs/Architecture.js';
import { logSoftmax, meanKl, readGolden, relativeError } from './golden.js';

let one: OnnxEngine;
let two: OnnxEngine;
let mapped: OnnxEngine;
before(async () => {
  [one, two, mapped] = await Promise.all([
    createEngine({ threads: 1 }),
    createEngine({ threads: 2 }),
    createEngine({ threads: 1, mappedFromBytes: 0 }),
  ]);
});
after(() => Promise.all([one.close(), two.close(), mapped.close()]));

async function logits(
  engine: OnnxEngine,
  name: string,
  form: RecurrenceForm,
  switches?: ModelSwitches,
): Promise<Float32Array> {
  const golden = readGolden(name);
  const model = await engine.load(golden.files, form, switches);
  const result = await model.score({ ids: golden.ids, rows: golden.rows, logits: true });
  await model.release();
  return result.logits as Float32Array;
}

for (const name of ['quasar-a', 'quasar-b'])
  describe(name, () => {
    const golden = readGolden(name);
    for (const form of ['contrib', 'plain'] as const)
      for (const way of ['folded', 'mapped'])
        it(`gives the reference logits in the form ${form}, ${way}`, async () => {
          const found = await logits(way === 'mapped' ? mapped : one, name, form);
          const error = relativeError(found, golden.logits);
          const kl = meanKl(golden.logits, found, golden.vocabSize);
          assert.ok(error < 1e-5, `relative error ${error}`);
          assert.ok(Math.abs(kl) < 1e-9, `mean KL ${kl}`);
        });

    it('gives the same bits with one and two threads', async () => {
      assert.deepEqual(await logits(two, name, 'contrib'), await logits(one, name, 'contrib'));
      assert.deepEqual(await logits(two, name, 'plain'), await logits(one, name, 'plain'));
    });

    it('agrees between the two forms to float32 noise', async () => {
      const error = relativeError(await logits(one, name, 'contrib'), await logits(one, name, 'plain'));
      assert.ok(error > 0 && error < 3e-6, `relative difference ${error}`);
    });

    it('differs by percents with the input RMS that some versions of the layer have', async () => {
      const found = await logits(one, name, 'contrib', { inputRms: true });
      const error = relativeError(found, golden.logits);
      assert.ok(error > 0.01 && error < 0.04, `relative error ${error}`);
    });
  });

describe('float32 tensors rounded to bfloat16', () => {
  it('move the logits of quasar-a, not far', async () => {
    const golden = readGolden('quasar-a');
    const error = relativeError(await logits(one, 'quasar-a', 'contrib', { roundF32: true }), golden.logits);
    assert.ok(error > 1e-5 && error < 0.02, `relative error ${error}`);
  });
});

describe('the capacity of the experts', () => {
  it('is missed by percents on quasar-b when it is left out', async () => {
    const golden = readGolden('quasar-b');
    const found = await logits(one, 'quasar-b', 'contrib', { capacity: false });
    assert.ok(relativeError(found, golden.logits) > 0.01);
    assert.ok(meanKl(golden.logits, found, golden.vocabSize) > 1e-3);
  });

  it('is not reached by the short sequence of quasar-a', async () => {
    const golden = readGolden('quasar-a');
    const found = await logits(one, 'quasar-a', 'contrib', { capacity: false });
    assert.ok(relativeError(found, golden.logits) < 1e-5);
  });
});

describe('the heads', () => {
  const golden = readGolden('quasar-a');
  const rows = [0, 63, 64, 199, 5];
  const width = 128;

  it('gather and topk give what float64 gives from the logits', async () => {
    const model = await one.load(golden.files, 'contrib');
    const top = await model.score({ ids: golden.ids, rows, topK: width, logits: true });
    const topIds = rows.map((_, r) => Array.from(top.topIds?.subarray(r * width, (r + 1) * width) ?? []));
    const asked = topIds.map((ids) => [...ids].reverse());
    const picked = await model.score({ ids: golden.ids, rows, topIds: asked, hidden: true });
    rows.forEach((_, r) => {
      const row = top.logits?.subarray(r * 512, (r + 1) * 512) as Float32Array;
      const exact = logSoftmax(row);
      const order = Array.from(row.keys()).sort((a, b) => (row[b] as number) - (row[a] as number) || a - b);
      assert.deepEqual(topIds[r], order.slice(0, width));
      const tail = Math.log(order.slice(width).reduce((sum, id) => sum + Math.exp(exact[id] as number), 0));
      near(top.tailLogMass?.[r], tail);
      near(picked.tailLogMass?.[r], tail);
      asked[r]?.forEach((id, k) => {
        near(picked.logProbs?.[r * width + k], exact[id]);
        near(top.logProbs?.[r * width + (width - 1 - k)], exact[id]);
      });
    });
    assert.equal(picked.hidden?.length, rows.length * 96);
    assert.equal(picked.logits, undefined);
    await model.release();
  });

  it('give the same rows whether asked for alone or together', async () => {
    const model = await one.load(golden.files, 'contrib');
    const all = await model.score({ ids: golden.ids, rows, logits: true });
    const last = await model.score({ ids: golden.ids, rows: [5], logits: true });
    assert.ok(relativeError(last.logits as Float32Array, all.logits?.subarray(4 * 512) ?? []) < 1e-6);
    await model.release();
  });
});

describe('a model folder behind a symbolic link', () => {
  it('is read from where the link leads, also with another name for each file', async () => {
    const golden = readGolden('quasar-a');
    const folder = mkdtempSync(join(tmpdir(), 'recrown-links-'));
    try {
      symlinkSync(dirname(golden.files.configPath), join(folder, 'model'));
      symlinkSync(golden.files.weightPaths[0] as string, join(folder, 'blob'));
      for (const path of [join(folder, 'model', 'model.safetensors'), join(folder, 'blob')]) {
        const model = await mapped.load(
          { configPath: join(folder, 'model', 'config.json'), weightPaths: [path] },
          'contrib',
        );
        const result = await model.score({ ids: golden.ids, rows: golden.rows, logits: true });
        assert.ok(relativeError(result.logits as Float32Array, golden.logits) < 1e-5);
        await model.release();
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

function near(found: number | undefined, exact: number | undefined): void {
  assert.ok(
    found !== undefined && exact !== undefined && Math.abs(found - exact) < 5e-6 * (1 + Math.abs(exact)),
    `${found} instead of ${exact}`,
  );
}
