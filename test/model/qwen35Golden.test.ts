import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { RecurrenceForm } from '../../src/domain/engine.js';
import { UsageError } from '../../src/errors/input.js';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import type { ModelSwitches } from '../../src/model/graphs/Architecture.js';
import { logSoftmax, meanKl, readGolden, relativeError } from './golden.js';

const golden = readGolden('qwen35-a');
const recorded = JSON.parse(readFileSync(join(dirname(golden.files.configPath), 'decode.json'), 'utf8')) as {
  prompt_ids: number[];
  new_tokens: number;
  recompute_full: { tokens: number[]; top5_logits: [id: number, logit: number][][] };
};

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
  form: RecurrenceForm,
  switches?: ModelSwitches,
): Promise<Float32Array> {
  const model = await engine.load(golden.files, form, switches);
  const result = await model.score({ ids: golden.ids, rows: golden.rows, logits: true });
  await model.release();
  return result.logits as Float32Array;
}

describe('qwen35-a', () => {
  for (const form of ['contrib', 'plain'] as const)
    for (const way of ['folded', 'mapped'])
      it(`gives the reference logits in the form ${form}, ${way}`, async () => {
        const found = await logits(way === 'mapped' ? mapped : one, form);
        const error = relativeError(found, golden.logits);
        const worst = found.reduce(
          (top, value, i) => Math.max(top, Math.abs(value - (golden.logits[i] as number))),
          0,
        );
        const kl = meanKl(golden.logits, found, golden.vocabSize);
        assert.ok(error < 1e-5, `relative error ${error}`);
        assert.ok(worst < 1e-3, `largest error ${worst}`);
        assert.ok(Math.abs(kl) < 1e-9, `mean KL ${kl}`);
      });

  it('gives the same bits with one and two threads', async () => {
    assert.deepEqual(await logits(two, 'contrib'), await logits(one, 'contrib'));
    assert.deepEqual(await logits(two, 'plain'), await logits(one, 'plain'));
  });

  it('agrees between the two forms to float32 noise', async () => {
    const error = relativeError(await logits(one, 'contrib'), await logits(one, 'plain'));
    assert.ok(error > 0 && error < 5e-6, `relative difference ${error}`);
  });

  it('differs by almost a percent when its float32 tensors are rounded', async () => {
    const found = await logits(one, 'contrib', { roundF32: true });
    const error = relativeError(found, golden.logits);
    assert.ok(error > 0.006 && error < 0.01, `relative error ${error}`);
  });

  it('changes only from the first restart of its linear layers on', async () => {
    const found = await logits(one, 'contrib', { restartLinear: 64 });
    const at = 64 * golden.vocabSize;
    assert.ok(relativeError(found.subarray(0, at), golden.logits.subarray(0, at)) < 1e-5);
    assert.ok(relativeError(found.subarray(at), golden.logits.subarray(at)) > 0.3);
  });

  it('has no switch of the other architecture', async () => {
    for (const switches of [
      { inputRms: true },
      { capacity: false },
      { restartLinear: -1 },
      { restartLinear: 0.5 },
    ])
      await assert.rejects(one.load(golden.files, 'contrib', switches), UsageError);
    await assert.rejects(
      one.load(readGolden('quasar-a').files, 'contrib', { restartLinear: 64 }),
      UsageError,
    );
  });

  it('gives log-probabilities and tail mass as float64 gives them from the logits', async () => {
    const model = await one.load(golden.files, 'contrib');
    const rows = [149, 0, 64];
    const topIds = rows.map((row) => [row, 511, 3]);
    const { logProbs, tailLogMass, hidden } = await model.score({
      ids: golden.ids,
      rows,
      topIds,
      hidden: true,
    });
    rows.forEach((row, r) => {
      const exact = logSoftmax(golden.logits.subarray(row * 512, (row + 1) * 512));
      let inside = 0;
      topIds[r]?.forEach((id, k) => {
        inside += Math.exp(exact[id] as number);
        assert.ok(Math.abs((logProbs?.[r * 3 + k] as number) - (exact[id] as number)) < 1e-3);
      });
      assert.ok(Math.abs((tailLogMass?.[r] as number) - Math.log(1 - inside)) < 1e-3);
    });
    assert.equal(hidden?.length, 3 * 96);
    await model.release();
  });
});

describe('the decoding of qwen35-a', () => {
  const { prompt_ids: promptIds, new_tokens: maxNew, recompute_full: expected } = recorded;
  for (const mode of ['cached', 'recompute-full'] as const)
    for (const form of ['contrib', 'plain'] as const)
      for (const way of ['folded', 'mapped'])
        it(`is given token for token by ${mode} in the form ${form}, ${way}`, async () => {
          const model = await (way === 'mapped' ? mapped : one).load(golden.files, form);
          const { tokens, bestLogits } = await model.decode({ promptIds, mode, maxNew });
          await model.release();
          assert.deepEqual(tokens, expected.tokens);
          expected.top5_logits.forEach((step, i) => {
            assert.deepEqual(
              bestLogits[i]?.map(([id]) => id),
              step.map(([id]) => id),
            );
            step.forEach(([, logit], k) => {
              assert.ok(Math.abs((bestLogits[i]?.[k]?.[1] as number) - logit) < 1e-3);
            });
          });
        });

  it('goes on from a prompt of any length as the whole text would', async () => {
    const model = await one.load(golden.files, 'contrib');
    for (const length of [1, 2, 3, 4, 5, 128]) {
      const prompt = golden.ids.slice(0, length);
      const cached = await model.decode({ promptIds: prompt, mode: 'cached', maxNew: 4 });
      const whole = await model.decode({ promptIds: prompt, mode: 'recompute-full', maxNew: 4 });
      assert.deepEqual(cached.tokens, whole.tokens);
      const values = (steps: typeof cached.bestLogits) => steps.flat().map(([, logit]) => logit);
      assert.ok(relativeError(values(cached.bestLogits), values(whole.bestLogits)) < 1e-5);
    }
    await model.release();
  });

  it('is refused in a mode that the architecture does not have', async () => {
    const model = await one.load(golden.files, 'contrib');
    await assert.rejects(
      model.decode({ promptIds, mode: 'memory-only', maxNew: 1 }),
      /recompute-full and cached/,
    );
    const restarting = await one.load(golden.files, 'contrib', { restartLinear: 64 });
    await assert.rejects(restarting.decode({ promptIds, mode: 'cached', maxNew: 1 }), /exclude each other/);
    const other = await one.load(readGolden('quasar-a').files, 'contrib');
    await assert.rejects(
      other.decode({ promptIds, mode: 'cached', maxNew: 1 }),
      /recompute-full and memory-only/,
    );
  });
});
