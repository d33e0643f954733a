import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { ModelRefusedError } from '../../src/errors/model.js';
import { openModelFiles } from '../../src/model/engine/openModelFiles.js';
import { readQwen35Config } from '../../src/model/graphs/qwen35/readQwen35Config.js';
import { readArchitecture } from '../../src/model/graphs/readArchitecture.js';
import { encodeSafetensors, type TensorData } from '../../src/model/safetensors/writeSafetensors.js';
import { nest, SMALL_TEXT, writeText } from './qwen35Synthetic.js';

const TEXTS: readonly [change: Readonly<Record<string, unknown>>, key: string][] = [
  [{ attention_bias: true }, 'attention_bias'],
  [{ attn_output_gate: false }, 'attn_output_gate'],
  [{ hidden_act: 'gelu' }, 'hidden_act'],
  [{ mamba_ssm_dtype: 'bfloat16' }, 'mamba_ssm_dtype'],
  [{ num_experts: 256 }, 'num_experts'],
  [{ moe_intermediate_size: 512 }, 'moe_intermediate_size'],
  [{ mlp_only_layers: [0] }, 'mlp_only_layers'],
  [{ use_sliding_window: true }, 'use_sliding_window'],
  [{ quantization_config: {} }, 'quantization_config'],
  [{ constructor: 1 }, 'constructor'],
  [{ logit_softcap: 30 }, 'logit_softcap'],
  [{ model_type: 'qwen3_5_moe_text' }, 'model_type'],
  [{ vocab_size: 1 }, 'vocab_size'],
  [{ hidden_size: '24' }, 'hidden_size'],
  [{ num_hidden_layers: 1e9 }, 'num_hidden_layers'],
  [{ linear_key_head_dim: undefined }, 'linear_key_head_dim'],
  [{ linear_conv_kernel_dim: 0 }, 'linear_conv_kernel_dim'],
  [{ linear_num_key_heads: 3 }, 'linear_num_key_heads'],
  [{ num_key_value_heads: 3 }, 'num_key_value_heads'],
  [{ full_attention_interval: 0 }, 'full_attention_interval'],
  [{ layer_types: ['linear_attention'] }, 'layer_types'],
  [{ layer_types: ['linear_attention', 'full_attention', 'sliding_attention'] }, 'layer_types'],
  [{ rms_norm_eps: 0 }, 'rms_norm_eps'],
  [{ rope_parameters: { rope_type: 'yarn', rope_theta: 10000 } }, 'rope_parameters'],
  [{ rope_parameters: { rope_theta: 10000, factor: 4 } }, 'rope_parameters'],
  [{ rope_scaling: { type: 'linear', factor: 2 } }, 'rope_scaling'],
  [{ rope_theta: 20000 }, 'rope_theta'],
  [{ partial_rotary_factor: 0.5 }, 'partial_rotary_factor'],
  [{ rope_parameters: { partial_rotary_factor: 0.2 } }, 'partial_rotary_factor'],
  [{ rope_parameters: { partial_rotary_factor: 1.5 } }, 'partial_rotary_factor'],
  [{ tie_word_embeddings: false }, 'tie_word_embeddings'],
  [{ tie_word_embeddings: 'yes' }, 'tie_word_embeddings'],
];
const DOCUMENTS: readonly [document: unknown, key: string][] = [
  [null, 'config.json'],
  [[], 'config.json'],
  [{ ...nest(SMALL_TEXT), text_config: [] }, 'text_config'],
  [{ ...nest(SMALL_TEXT), quantization_config: { bits: 4 } }, 'quantization_config'],
  [{ ...nest(SMALL_TEXT), audio_config: {} }, 'audio_config'],
];

const names = (key: string) => (error: unknown) =>
  error instanceof ModelRefusedError &&
  error.message.includes(JSON.stringify(key)) &&
  (error.why ?? '').startsWith(`${key}:`);

describe('readQwen35Config', () => {
  for (const [change, key] of TEXTS)
    it(`refuses ${JSON.stringify(change)} by name`, () => {
      assert.throws(() => readQwen35Config(nest({ ...SMALL_TEXT, ...change })), names(key));
    });
  for (const [document, key] of DOCUMENTS)
    it(`refuses the document ${JSON.stringify(document)?.slice(-60)} by name`, () => {
      assert.throws(() => readQwen35Config(document), names(key));
    });

  it('takes the defaults of the architecture where the config is silent', () => {
    const { full_attention_interval, rope_parameters, ...silent } = SMALL_TEXT;
    const config = readQwen35Config(nest({ ...silent, num_hidden_layers: 5 }));
    assert.equal(config.ropeTheta, 10_000);
    assert.equal(config.rotary, 4);
    assert.deepEqual(
      config.layerTypes.map((type) => type === 'full_attention'),
      [false, false, false, true, false],
    );
  });

  it('takes a rotation that is stated beside its part, and keys without effect', () => {
    const plain = readQwen35Config(nest(SMALL_TEXT));
    const { rope_parameters, ...rest } = SMALL_TEXT;
    const full = {
      ...rest,
      rope_theta: 10000,
      rope_scaling: { type: 'mrope', mrope_section: [1, 1, 0], mrope_interleaved: true },
      partial_rotary_factor: 0.25,
      mtp_num_hidden_layers: 1,
      mlp_only_layers: [],
      mamba_ssm_dtype: 'float32',
      attention_dropout: 0,
      layer_types: ['linear_attention', 'linear_attention', 'full_attention'],
    };
    assert.deepEqual(readQwen35Config(nest(full)), plain);
  });
});

describe('readArchitecture', () => {
  for (const type of ['qwen3_5_moe', 'qwen3_5_moe_text', 'llama', '', 7, null])
    it(`refuses the model type ${JSON.stringify(type)} by name`, () => {
      assert.throws(() => readArchitecture({ ...nest(SMALL_TEXT), model_type: type }), names('model_type'));
    });
});

describe('openModelFiles with a Qwen3.5 checkpoint', () => {
  type Tensors = Record<string, TensorData>;
  const scalar: TensorData = { dtype: 'F32', shape: [1], data: new Float32Array(1) };
  const open = async (change: (tensors: Tensors) => void, document: object = nest(SMALL_TEXT)) => {
    const model = writeText(document);
    try {
      const tensors: Tensors = { ...model.tensors };
      change(tensors);
      writeFileSync(model.files.weightPaths[0] as string, encodeSafetensors(tensors));
      return await openModelFiles(model.files);
    } finally {
      model.remove();
    }
  };
  const REFUSED: readonly [name: string, change: (tensors: Tensors) => void, text: RegExp][] = [
    [
      'a missing tensor',
      (t) => delete t['model.language_model.layers.0.linear_attn.dt_bias'],
      /linear_attn\.dt_bias" is refused: it is missing/,
    ],
    [
      'an unknown tensor',
      (t) => {
        t['model.language_model.layers.0.linear_attn.conv1d.bias'] = scalar;
      },
      /conv1d\.bias" is refused: the architecture has no such tensor/,
    ],
    [
      'a bias of a projection',
      (t) => {
        t['model.language_model.layers.2.self_attn.q_proj.bias'] = scalar;
      },
      /q_proj\.bias" is refused: the architecture has no such tensor/,
    ],
    [
      'a head beside a tied embedding',
      (t) => {
        t['lm_head.weight'] = t['model.language_model.embed_tokens.weight'] as TensorData;
      },
      /lm_head\.weight" is refused: the architecture has no such tensor/,
    ],
    [
      'a name that only begins like a part that is skipped',
      (t) => {
        t.model_visual = scalar;
      },
      /"model_visual" is refused/,
    ],
    [
      'a tensor of another shape',
      (t) => {
        t['model.language_model.norm.weight'] = { dtype: 'F32', shape: [4, 6], data: new Float32Array(24) };
      },
      /norm\.weight" is refused: its shape is \[4,6\], the config asks for \[24\]/,
    ],
  ];
  for (const [name, change, text] of REFUSED)
    it(`refuses ${name} by name`, async () => {
      await assert.rejects(open(change), (error: unknown) => {
        assert.ok(error instanceof ModelRefusedError);
        assert.match(`${error.message}: ${error.why}`, text);
        return true;
      });
    });

  it('skips the parts that take no part in a run over text', async () => {
    const { architecture } = await open((t) => {
      t['model.visual.blocks.0.attn.qkv.weight'] = scalar;
      t['mtp.fc.weight'] = scalar;
    });
    assert.equal(architecture.name, 'qwen35');
  });

  it('takes the head that the tensors have where the config says nothing', async () => {
    const silent = nest(SMALL_TEXT, null);
    const tied = await open((t) => delete t['lm_head.weight'], silent);
    const own = await open(() => undefined, silent);
    assert.deepEqual([tied.weights.has('lm_head.weight'), own.weights.has('lm_head.weight')], [false, true]);
  });
});
