import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { createEngine, type OnnxEngine } from '../../src/model/engine/createEngine.js';
import { relativeError } from './golden.js';
import { qwen35Logits } from './qwen35Reference.js';
import { nest, SMALL_TEXT, writeText } from './qwen35Synthetic.js';
import { numbers } from './synthetic.js';

let folded: OnnxEngine;
let mapped: OnnxEngine;
before(async () => {
  [folded, mapped] = await Promise.all([
    createEngine({ threads: 1 }),
    createEngine({ threads: 1, mappedFromBytes: 0 }),
  ]);
});
after(() => Promise.all([folded.close(), mapped.close()]));

/** Heads that write with full strength and forget almost nothing. */
const REMEMBER = (name: string, data: Float32Array) => {
  if (name.endsWith('dt_bias')) return data.fill(-8);
  if (name.endsWith('in_proj_b.weight')) return data.map((value) => value * 20);
  return data;
};
/** Heads that forget everything at some tokens, far beyond what float32 can hold, and nothing at the others. */
const FORGET = (name: string, data: Float32Array) => {
  if (name.endsWith('A_log')) return data.fill(4);
  if (name.endsWith('in_proj_a.weight')) return data.map((value) => value * 10);
  return data;
};

const CASES: readonly {
  readonly name: string;
  readonly change?: Readonly<Record<string, unknown>>;
  readonly alone?: boolean;
  readonly tied?: boolean;
  readonly tokens: number;
  readonly same?: boolean;
  readonly dtype?: 'BF16';
  readonly adjust?: (name: string, data: Float32Array) => Float32Array;
  readonly restart?: number;
}[] = [
  { name: 'one token', tokens: 1 },
  { name: 'two tokens, fewer than the taps of the convolution', tokens: 2 },
  { name: 'a whole chunk', tokens: 32 },
  { name: 'one token more than a chunk, bfloat16', tokens: 33, dtype: 'BF16' },
  { name: 'more than a block of queries', tokens: 130 },
  { name: 'a head of its own', tokens: 40, tied: false },
  { name: 'a text model alone', tokens: 40, alone: true },
  { name: 'one key head for all', change: { linear_num_key_heads: 1, num_key_value_heads: 1 }, tokens: 40 },
  {
    name: 'no shared heads, the whole head rotated',
    change: {
      linear_num_key_heads: 4,
      num_key_value_heads: 4,
      rope_parameters: { rope_theta: 500, partial_rotary_factor: 1 },
    },
    tokens: 40,
  },
  {
    name: 'three value heads to a key head, keys wider than values, six heads to a pair',
    change: {
      linear_num_value_heads: 6,
      linear_key_head_dim: 9,
      linear_value_head_dim: 5,
      num_attention_heads: 6,
    },
    tokens: 50,
  },
  { name: 'linear layers only', change: { full_attention_interval: 9 }, tokens: 70 },
  { name: 'full attention only', change: { full_attention_interval: 1 }, tokens: 40 },
  {
    name: 'listed layers in an order of their own',
    change: {
      num_hidden_layers: 4,
      layer_types: ['full_attention', 'linear_attention', 'full_attention', 'linear_attention'],
    },
    tokens: 40,
  },
  { name: 'a long window of the convolution', change: { linear_conv_kernel_dim: 7 }, tokens: 20 },
  { name: 'a convolution of one tap', change: { linear_conv_kernel_dim: 1 }, tokens: 20 },
  { name: 'one token over and over, remembered', tokens: 100, same: true, adjust: REMEMBER },
  { name: 'decays beyond float32 between tokens that keep everything', tokens: 100, adjust: FORGET },
  { name: 'linear layers that restart', tokens: 70, restart: 20 },
  { name: 'linear layers that restart at a multiple of the length', tokens: 64, restart: 32 },
  { name: 'linear layers that would restart later', tokens: 30, restart: 31 },
];

describe('Qwen3.5 checkpoints of odd shapes', () => {
  for (const { name, change, alone, tied = true, tokens, same, dtype, adjust, restart } of CASES)
    it(`${name}: both forms agree with a float64 evaluation`, async () => {
      const text = { ...SMALL_TEXT, ...change };
      const model = writeText(
        alone ? { ...text, tie_word_embeddings: tied } : nest(text, tied),
        dtype,
        adjust,
      );
      try {
        const next = numbers(tokens);
        const ids = Array.from({ length: tokens }, () => (same ? 7 : next() % model.config.vocabSize));
        const rows = Array.from(ids.keys());
        const exact = qwen35Logits(model.config, model.tensors, ids, restart).flatMap((row) => [...row]);
        for (const engine of [folded, mapped])
          for (const form of ['contrib', 'plain'] as const) {
            const switches = restart === undefined ? {} : { restartLinear: restart };
            const loaded = await engine.load(model.files, form, switches);
            const { logits } = await loaded.score({ ids, rows, logits: true });
            await loaded.release();
            const error = relativeError(logits as Float32Array, exact);
            assert.ok(error < 1e-5, `${form}: relative error ${error}`);
          }
      } finally {
        model.remove();
      }
    });
});

describe('float32 weights that are rounded to bfloat16', () => {
  for (const tied of [true, false])
    it(`are all rounded, embeddings too (${tied ? 'tied' : 'with a head of their own'})`, async () => {
      const [wide, narrow] = (['F32', 'BF16'] as const).map((dtype) =>
        writeText(nest(SMALL_TEXT, tied), dtype),
      );
      assert.ok(wide && narrow);
      try {
        const request = { ids: [5, 9, 61, 9], rows: [0, 3], logits: true };
        for (const engine of [folded, mapped]) {
          const rounded = await engine.load(wide.files, 'contrib', { roundF32: true });
          const stored = await engine.load(narrow.files, 'contrib');
          const whole = await engine.load(wide.files, 'contrib');
          const expected = await stored.score(request);
          assert.deepEqual(await rounded.score(request), expected);
          assert.notDeepEqual(await whole.score(request), expected);
        }
      } finally {
        wide.remove();
        narrow.remove();
      }
    });
});

describe('a vocabulary that is projected in parts', () => {
  it('gives the logits of one that is projected at once', async () => {
    const model = writeText(nest({ ...SMALL_TEXT, vocab_size: 700_001 }), 'BF16');
    try {
      const loaded = await mapped.load(model.files, 'contrib');
      const { logits } = await loaded.score({ ids: [5, 699_000], rows: [1], logits: true });
      await loaded.release();
      const exact = qwen35Logits(model.config, model.tensors, [5, 699_000])[1] as Float64Array;
      assert.ok(relativeError(logits as Float32Array, exact) < 1e-5);
    } finally {
      model.remove();
    }
  });
});
