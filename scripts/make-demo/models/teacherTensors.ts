import { VOCABULARY } from './demoConfig.js';
import { TEACHER } from './teacherConfig.js';
import { linear, type Spec, type TensorPlan, tensorPlans, under } from './tensorPlan.js';

export const TEXT = 'model.language_model.';

/** How strongly a mixer or a feed-forward part writes to the residual: enough that the context moves the logits a little. */
const WRITES = 0.05;

/** A norm whose weight is stored less 1. */
const centred = (name: string, width: number): Spec => [name, [width], 0, 0.05];

function linearAttention(): readonly Spec[] {
  const { width, keyHeads, valueHeads, keyDim, valueDim, conv } = TEACHER;
  const value = valueHeads * valueDim;
  const channels = 2 * keyHeads * keyDim + value;
  return under('linear_attn.', [
    linear('in_proj_qkv.weight', channels, width),
    linear('in_proj_z.weight', value, width),
    linear('in_proj_b.weight', valueHeads, width),
    linear('in_proj_a.weight', valueHeads, width),
    ['conv1d.weight', [channels, 1, conv], 0.25, 0.35],
    ['A_log', [valueHeads], 0, 0.5, 'F32'],
    ['dt_bias', [valueHeads], -2, 0.5],
    ['norm.weight', [valueDim], 1, 0.05, 'F32'],
    linear('out_proj.weight', width, value, WRITES),
  ]);
}

function fullAttention(): readonly Spec[] {
  const { width, heads, keyValueHeads, headDim } = TEACHER;
  return under('self_attn.', [
    linear('q_proj.weight', 2 * heads * headDim, width),
    linear('k_proj.weight', keyValueHeads * headDim, width),
    linear('v_proj.weight', keyValueHeads * headDim, width),
    linear('o_proj.weight', width, heads * headDim, WRITES),
    centred('q_norm.weight', headDim),
    centred('k_norm.weight', headDim),
  ]);
}

/** Every tensor of the teacher, tied: no `lm_head.weight`. */
export function teacherTensors(): readonly TensorPlan[] {
  const { width, inner, layerTypes } = TEACHER;
  const layers = layerTypes.map((type, i) =>
    under(`${TEXT}layers.${i}.`, [
      ...(type === 'linear_attention' ? linearAttention() : fullAttention()),
      linear('mlp.gate_proj.weight', inner, width),
      linear('mlp.up_proj.weight', inner, width),
      linear('mlp.down_proj.weight', width, inner, WRITES),
      centred('input_layernorm.weight', width),
      centred('post_attention_layernorm.weight', width),
    ]),
  );
  return tensorPlans([
    [`${TEXT}embed_tokens.weight`, [VOCABULARY, width], 0, 0],
    [`${TEXT}norm.weight`, [width], 0, 0],
    ...layers.flat(),
  ]);
}
