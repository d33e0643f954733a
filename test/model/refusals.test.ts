import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ModelRefusedError } from '../../src/errors/model.js';
import { openModelFiles } from '../../src/model/engine/openModelFiles.js';
import { readQuasarConfig } from '../../src/model/graphs/readQuasarConfig.js';
import { encodeSafetensors } from '../../src/model/safetensors/writeSafetensors.js';
import { SMALL_CONFIG, writeSynthetic } from './synthetic.js';

const CONFIGS: readonly [change: Readonly<Record<string, unknown>>, key: string][] = [
  [{ bigmac_expert_size: 12 }, 'bigmac_expert_size'],
  [{ attention_sink: true }, 'attention_sink'],
  [{ constructor: 1 }, 'constructor'],
  [{ num_loops: 2 }, 'num_loops'],
  [{ use_looped_injection: true }, 'use_looped_injection'],
  [{ use_gla_first: true }, 'use_gla_first'],
  [{ use_short_conv: false }, 'use_short_conv'],
  [{ conv_bias: true }, 'conv_bias'],
  [{ allow_neg_eigval: true }, 'allow_neg_eigval'],
  [{ attn_mode: 'fused_recurrent' }, 'attn_mode'],
  [{ gla_mode: 'parallel' }, 'gla_mode'],
  [{ moe_type: 'grouped' }, 'moe_type'],
  [{ hidden_act: 'gelu' }, 'hidden_act'],
  [{ num_v_heads: 3 }, 'num_v_heads'],
  [{ tie_word_embeddings: true }, 'tie_word_embeddings'],
  [{ rope_scaling: { type: 'linear' } }, 'rope_scaling'],
  [{ rope_parameters: { rope_type: 'yarn' } }, 'rope_parameters'],
  [{ quantization_config: {} }, 'quantization_config'],
  [{ model_type: 'qwen3_5' }, 'model_type'],
  [{ hidden_size: 25 }, 'hidden_size'],
  [{ num_key_value_heads: 1 }, 'num_key_value_heads'],
  [{ hybrid_layer_types: ['gla', 'gla', 'gla'] }, 'hybrid_layer_types'],
  [{ vocab_size: -1 }, 'vocab_size'],
  [{ vocab_size: 2 ** 31 }, 'vocab_size'],
  [{ d_model: '24' }, 'd_model'],
  [{ n_layers: undefined }, 'n_layers'],
  [{ n_layers: 1e9 }, 'n_layers'],
  [{ quasar_layers: 0, gated_layers: 0 }, 'quasar_layers'],
  [{ rms_norm_eps: 0 }, 'rms_norm_eps'],
  [{ top_k: 7 }, 'top_k'],
  [{ expand_k: 0.3 }, 'expand_k'],
  [{ expand_v: 0.01 }, 'expand_v'],
  [{ head_dim: 6 }, 'head_dim'],
  [{ bigmac_r: 0.01 }, 'bigmac_r'],
];

describe('readQuasarConfig', () => {
  for (const [change, key] of CONFIGS)
    it(`refuses ${JSON.stringify(change)} by name`, () => {
      assert.throws(
        () => readQuasarConfig({ ...SMALL_CONFIG, ...change }),
        (error: unknown) =>
          error instanceof ModelRefusedError &&
          error.message.includes(JSON.stringify(key)) &&
          (error.why ?? '').startsWith(`${key}:`),
      );
    });

  it('takes keys that have no effect, and second names that agree', () => {
    const plain = readQuasarConfig(SMALL_CONFIG);
    const full = {
      ...SMALL_CONFIG,
      hidden_size: 24,
      num_heads: 3,
      num_v_heads: null,
      auto_map: { AutoModelForCausalLM: 'other/repository--modeling.X' },
      dropout: 0.1,
      rope_parameters: { rope_type: 'default', rope_theta: 10000 },
      hybrid_layer_types: ['quasar', 'gla', 'quasar'],
      layer_types: ['linear_attention', 'linear_attention', 'linear_attention'],
    };
    assert.deepEqual(readQuasarConfig(full), plain);
  });

  for (const document of [null, [], 'x', 3])
    it(`refuses ${JSON.stringify(document)} as a config`, () => {
      assert.throws(() => readQuasarConfig(document), ModelRefusedError);
    });
});

describe('openModelFiles', () => {
  type Tensors = Record<string, { dtype: 'F32' | 'BF16'; shape: readonly number[]; data: Float32Array }>;
  const TENSORS: readonly [name: string, change: (tensors: Tensors) => void, text: RegExp][] = [
    [
      'a missing tensor',
      (t) => delete t['model.layers.0.attn.A_log'],
      /attn\.A_log" is refused: it is missing/,
    ],
    [
      'a missing tensor that scoring does not use',
      (t) => delete t['model.layers.1.memory.W_qkv_mem.weight'],
      /W_qkv_mem\.weight" is refused: it is missing/,
    ],
    [
      'an unknown tensor',
      (t) => {
        t['model.layers.0.attn.extra'] = { dtype: 'F32', shape: [1], data: new Float32Array(1) };
      },
      /attn\.extra" is refused: the architecture has no such tensor/,
    ],
    [
      'a tensor of another shape',
      (t) => {
        t['model.norm.weight'] = { dtype: 'F32', shape: [4, 6], data: new Float32Array(24) };
      },
      /norm\.weight" is refused: its shape is \[4,6\], the config asks for \[24\]/,
    ],
  ];
  for (const [name, change, text] of TENSORS)
    it(`refuses ${name} by name`, async () => {
      const model = writeSynthetic();
      try {
        const tensors = { ...model.tensors } as Tensors;
        change(tensors);
        writeFileSync(model.files.weightPaths[0] as string, encodeSafetensors(tensors));
        await assert.rejects(openModelFiles(model.files), (error: unknown) => {
          assert.ok(error instanceof ModelRefusedError);
          assert.match(`${error.message}: ${error.why}`, text);
          return true;
        });
      } finally {
        model.remove();
      }
    });

  it('refuses a dtype that no weight has', async () => {
    const model = writeSynthetic();
    try {
      const bytes = Buffer.from(encodeSafetensors(model.tensors));
      const header = bytes.toString('latin1');
      // The same width, so that only the type is wrong.
      const at = header.indexOf('"F32"', header.indexOf('"lm_head.weight"'));
      bytes.write('"I32"', at, 'latin1');
      writeFileSync(model.files.weightPaths[0] as string, bytes);
      await assert.rejects(openModelFiles(model.files), (error: unknown) => {
        assert.match((error as ModelRefusedError).why ?? '', /its type is I32/);
        return error instanceof ModelRefusedError;
      });
    } finally {
      model.remove();
    }
  });

  for (const [name, text, why] of [
    ['a key twice', '{"d_model":1,"d_model":2}', /"d_model" stands twice/],
    ['NaN', '{"d_model":NaN}', /a value is expected/],
    ['a number beyond float64', '{"d_model":1e400}', /beyond float64/],
    ['nesting without end', '['.repeat(1000), /nesting/],
    ['a key __proto__', '{"__proto__":{}}', /__proto__: the graph does not know/],
  ] as const)
    it(`refuses a config with ${name}`, async () => {
      const model = writeSynthetic();
      try {
        writeFileSync(model.files.configPath, text);
        await assert.rejects(openModelFiles(model.files), (error: unknown) => {
          assert.ok(error instanceof ModelRefusedError);
          assert.match(error.why ?? '', why);
          return true;
        });
      } finally {
        model.remove();
      }
    });
});
