import { VOCABULARY } from './demoConfig.js';

/** Sizes of the teacher. Its width is the students', who take over its embedding. */
export const TEACHER = {
  width: 64,
  inner: 96,
  heads: 4,
  keyValueHeads: 2,
  headDim: 16,
  keyHeads: 2,
  valueHeads: 4,
  keyDim: 16,
  valueDim: 16,
  conv: 4,
  layerTypes: ['linear_attention', 'linear_attention', 'linear_attention', 'full_attention'],
} as const;

/** The text of the teacher's `config.json`: Qwen3.5 without its vision part, small. */
export const teacherConfigText = (endId: number): string =>
  `${JSON.stringify(
    {
      architectures: ['Qwen3_5ForConditionalGeneration'],
      model_type: 'qwen3_5',
      text_config: {
        model_type: 'qwen3_5_text',
        vocab_size: VOCABULARY,
        hidden_size: TEACHER.width,
        intermediate_size: TEACHER.inner,
        num_hidden_layers: TEACHER.layerTypes.length,
        layer_types: TEACHER.layerTypes,
        full_attention_interval: TEACHER.layerTypes.length,
        num_attention_heads: TEACHER.heads,
        num_key_value_heads: TEACHER.keyValueHeads,
        head_dim: TEACHER.headDim,
        attention_bias: false,
        attn_output_gate: true,
        linear_num_key_heads: TEACHER.keyHeads,
        linear_num_value_heads: TEACHER.valueHeads,
        linear_key_head_dim: TEACHER.keyDim,
        linear_value_head_dim: TEACHER.valueDim,
        linear_conv_kernel_dim: TEACHER.conv,
        mamba_ssm_dtype: 'float32',
        hidden_act: 'silu',
        max_position_embeddings: 2048,
        rms_norm_eps: 1e-6,
        rope_parameters: { rope_type: 'default', rope_theta: 10_000_000, partial_rotary_factor: 0.25 },
        tie_word_embeddings: true,
        dtype: 'bfloat16',
        eos_token_id: endId,
      },
      tie_word_embeddings: true,
    },
    null,
    2,
  )}\n`;
