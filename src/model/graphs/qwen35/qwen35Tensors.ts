import { linearWidths, type Qwen35Config, textPrefix } from './Qwen35Config.js';

type Shapes = Readonly<Record<string, readonly number[]>>;

/** Tensors of parts that take no part in a run over text: the vision tower and the extra predictor of later tokens. */
const SKIPPED = /^(?:model\.visual|mtp)\./;

/** @returns whether a published Qwen3.5 checkpoint may hold this tensor beside its text model */
export function isSkippedTensor(name: string): boolean {
  return SKIPPED.test(name);
}

/** Every tensor of the text model with its shape. */
export function qwen35Tensors(config: Qwen35Config): Map<string, readonly number[]> {
  const { hiddenSize: d, vocabSize, intermediateSize: inner } = config;
  const prefix = textPrefix(config);
  const all = new Map<string, readonly number[]>([
    [`${prefix}embed_tokens.weight`, [vocabSize, d]],
    [`${prefix}norm.weight`, [d]],
  ]);
  if (config.tied !== true) all.set('lm_head.weight', [vocabSize, d]);
  const add = (start: string, entries: Shapes) => {
    for (const [name, shape] of Object.entries(entries)) all.set(`${start}${name}`, shape);
  };
  config.layerTypes.forEach((type, i) => {
    const layer = `${prefix}layers.${i}.`;
    add(layer, {
      'input_layernorm.weight': [d],
      'post_attention_layernorm.weight': [d],
      'mlp.gate_proj.weight': [inner, d],
      'mlp.up_proj.weight': [inner, d],
      'mlp.down_proj.weight': [d, inner],
    });
    if (type === 'linear_attention') add(`${layer}linear_attn.`, linearAttention(config));
    else add(`${layer}self_attn.`, fullAttention(config));
  });
  return all;
}

function linearAttention(config: Qwen35Config): Shapes {
  const { hiddenSize: d, linearValueHeads: heads, linearValueDim, convSize } = config;
  const { value, channels } = linearWidths(config);
  return {
    A_log: [heads],
    dt_bias: [heads],
    'conv1d.weight': [channels, 1, convSize],
    'in_proj_qkv.weight': [channels, d],
    'in_proj_z.weight': [value, d],
    'in_proj_b.weight': [heads, d],
    'in_proj_a.weight': [heads, d],
    'norm.weight': [linearValueDim],
    'out_proj.weight': [d, value],
  };
}

function fullAttention(config: Qwen35Config): Shapes {
  const { hiddenSize: d, attentionHeads, keyValueHeads, headDim } = config;
  return {
    'q_proj.weight': [2 * attentionHeads * headDim, d],
    'k_proj.weight': [keyValueHeads * headDim, d],
    'v_proj.weight': [keyValueHeads * headDim, d],
    'o_proj.weight': [d, attentionHeads * headDim],
    'q_norm.weight': [headDim],
    'k_norm.weight': [headDim],
  };
}
