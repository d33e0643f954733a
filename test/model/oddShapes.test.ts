import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { relativeError } from './golden.js';
import { referenceLogits } from './reference.js';
import { numbers, writeSynthetic } from './synthetic.js';

let engine: OnnxEngine;
before(async () => {
  engine = await createEngine({ threads: 1 });
});
after(() => engine.close());

const CASES: readonly {
  readonly name: string;
  readonly change: Readonly<Record<string, unknown>>;
  readonly tokens: number;
  readonly dtype?: 'BF16';
}[] = [
  { name: 'one token', change: {}, tokens: 1 },
  { name: 'two tokens, fewer than the taps of the convolution', change: {}, tokens: 2 },
  { name: 'a whole segment', change: {}, tokens: 64 },
  { name: 'one token more than a segment, bfloat16', change: {}, tokens: 65, dtype: 'BF16' },
  {
    name: 'more assignments than the experts can take',
    change: { num_routed_experts: 3, top_k: 2, dense_input_layers: 0 },
    tokens: 300,
  },
  { name: 'heads wider than the rotation', change: { head_dim: 12 }, tokens: 40 },
  {
    name: 'one head, other widths of key and value in gated layers',
    change: { n_heads: 1, head_dim: 24, expand_k: 0.75, expand_v: 2 },
    tokens: 40,
  },
  { name: 'gated layers only', change: { quasar_layers: 0, gated_layers: 3 }, tokens: 70 },
  {
    name: 'quasar layers only, all dense',
    change: { quasar_layers: 2, gated_layers: 0, dense_input_layers: 9 },
    tokens: 33,
  },
  {
    name: 'no shared expert, every expert chosen',
    change: { num_shared_experts: 0, num_routed_experts: 4, top_k: 4 },
    tokens: 20,
  },
  {
    name: 'two shared experts, one chosen, seven layers in a cycle of three',
    change: { num_shared_experts: 2, top_k: 1, n_layers: 7, quasar_layers: 2, bigmac_r: 0.3 },
    tokens: 50,
  },
  { name: 'no routed experts', change: { num_routed_experts: 0 }, tokens: 20 },
  { name: 'a long window of the convolution', change: { conv_size: 7 }, tokens: 20 },
  { name: 'a convolution of one tap', change: { conv_size: 1 }, tokens: 20 },
  { name: 'one memory slot of one channel', change: { memory_slots: 1, memory_dim: 1 }, tokens: 130 },
];

describe('checkpoints of odd shapes', () => {
  for (const { name, change, tokens, dtype } of CASES)
    it(`${name}: both forms agree with a float64 evaluation`, async () => {
      const model = writeSynthetic(change, dtype);
      try {
        const next = numbers(tokens);
        const ids = Array.from({ length: tokens }, () => next() % model.config.vocabSize);
        const rows = Array.from(ids.keys());
        const expected = referenceLogits(model.config, model.tensors, ids).flatMap((row) => [...row]);
        for (const form of ['contrib', 'plain'] as const) {
          const loaded = await engine.load(model.files, form);
          const { logits } = await loaded.score({ ids, rows, logits: true });
          await loaded.release();
          const error = relativeError(logits as Float32Array, expected);
          assert.ok(error < 5e-6, `${form}: relative error ${error}`);
        }
      } finally {
        model.remove();
      }
    });
});
