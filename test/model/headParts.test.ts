import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { after, before, describe, it } from 'node:test';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import type { LoadedCheckpoint } from '../../src/model/engine/LoadedCheckpoint.js';
import { encodeSafetensors, type TensorData } from '../../src/model/safetensors/writeSafetensors.js';
import { logSoftmax } from './golden.js';
import { numbers, type Synthetic, writeSynthetic } from './synthetic.js';

/** More than one part of the vocabulary and more than one block of rows. */
const VOCAB = 8300;
const TOKENS = 1031;
const HALF = VOCAB / 2;

let engine: OnnxEngine;
let files: Synthetic;
let model: LoadedCheckpoint;
before(async () => {
  files = writeSynthetic({ vocab_size: VOCAB, max_seq_len: 2048, n_layers: 2 });
  const { data, ...rest } = files.tensors['lm_head.weight'] as TensorData;
  // Every id has its equal in the other half, so that the best ids come in pairs of equal logits.
  data.copyWithin(HALF * 24, 0, HALF * 24);
  const tensors = { ...files.tensors, 'lm_head.weight': { ...rest, data } };
  writeFileSync(files.files.weightPaths[0] as string, encodeSafetensors(tensors));
  engine = await createEngine({ threads: 1, mappedFromBytes: 0 });
  model = await engine.load(files.files, 'contrib');
});
after(async () => {
  await engine?.close();
  files?.remove();
});

const next = numbers(3);
const ids = Array.from({ length: TOKENS }, () => next() % VOCAB);
const every = Array.from(ids.keys());
/** Ids at both ends of every part, and some between. */
const asked = [0, 1, HALF - 1, HALF, HALF + 1, VOCAB - 1, 17, 4444, 8000];

describe('a head in parts', () => {
  it('gives the same bits by blocks of rows as with all logits at once, and what float64 gives from them', async () => {
    const topIds = every.map((row) => [...asked, (row % 3000) + 20]);
    const whole = await model.score({ ids, rows: every, topIds, logits: true });
    const blocks = await model.score({ ids, rows: every, topIds });
    assert.equal(blocks.logProbs?.length, TOKENS * 10);
    assert.deepEqual(blocks.logProbs, whole.logProbs);
    assert.deepEqual(blocks.tailLogMass, whole.tailLogMass);
    for (const row of [0, 1, 515, 516, 517, 1030]) {
      const exact = logSoftmax(whole.logits?.subarray(row * VOCAB, (row + 1) * VOCAB) ?? []);
      const picked = topIds[row] as number[];
      picked.forEach((id, k) => {
        near(blocks.logProbs?.[row * 10 + k], exact[id]);
      });
      near(blocks.tailLogMass?.[row], lnMass(exact, new Set(picked)));
    }
  });

  for (const topK of [1, 128, HALF + 9, VOCAB - 1])
    it(`finds the ${topK} most probable ids over all parts, the lowest first among equals`, async () => {
      const rows = [1030, 0, 516];
      const whole = await model.score({ ids, rows, topK, logits: true });
      const parts = await model.score({ ids, rows, topK });
      const { logits, ...same } = whole;
      assert.deepEqual(parts, same);
      rows.forEach((_, r) => {
        const row = logits?.subarray(r * VOCAB, (r + 1) * VOCAB) as Float32Array;
        const order = Array.from(row.keys()).sort((a, b) => (row[b] as number) - (row[a] as number) || a - b);
        const found = Array.from(parts.topIds?.subarray(r * topK, (r + 1) * topK) ?? []);
        assert.deepEqual(found, order.slice(0, topK));
        const exact = logSoftmax(row);
        near(parts.tailLogMass?.[r], lnMass(exact, new Set(found)));
        near(parts.logProbs?.[r * topK], exact[found[0] as number]);
        near(parts.logProbs?.[(r + 1) * topK - 1], exact[found[topK - 1] as number]);
      });
    });
});

/** ln of the sum of the probabilities of all ids that are not `left`. */
function lnMass(exact: Float64Array, left: ReadonlySet<number>): number {
  return Math.log(exact.reduce((sum, value, id) => sum + (left.has(id) ? 0 : Math.exp(value)), 0));
}

function near(found: number | undefined, exact: number | undefined): void {
  assert.ok(
    found !== undefined && exact !== undefined && Math.abs(found - exact) < 5e-6 * (1 + Math.abs(exact)),
    `${found} instead of ${exact}`,
  );
}
