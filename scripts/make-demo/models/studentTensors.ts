import { VOCABULARY } from './demoConfig.js';
import { linear, type Spec, type TensorPlan, tensorPlans, under } from './tensorPlan.js';

const D = 64;
const HEADS = 2;
const HEAD = 32;
const KEYS = HEADS * 16;
const FFN = 128;
const SHARED = 48;
const EXPERTS = 8;
const INNER = 32;
const NARROW = 16;
const MEMORY = 32;
const LAYERS = 6;
const DENSE = 2;

const norm = (name: string, width: number): Spec => [name, [width], 1, 0.05];

const quasarAttention = (): readonly Spec[] => [
  ...['q', 'k', 'v', 'o', 'f'].map((one) => linear(`attn.${one}_proj.weight`, D, D)),
  ...['q', 'k', 'v'].map((one): Spec => [`attn.${one}_conv1d.weight`, [D, 1, 4], 0.25, 0.35]),
  linear('attn.b_proj.weight', HEADS, D),
  ['attn.A_log', [HEADS], 0, 0.3, 'F32'],
  ['attn.dt_bias', [D], 0, 0.3, 'F32'],
  linear('attn.g_proj.0.weight', HEAD, D),
  linear('attn.g_proj.1.weight', D, HEAD),
  ['attn.g_proj.1.bias', [D], 0, 0.1],
  norm('attn.o_norm.weight', HEAD),
];

const glaAttention = (): readonly Spec[] => [
  linear('attn.q_proj.weight', KEYS, D),
  linear('attn.k_proj.weight', KEYS, D),
  ...['v', 'g', 'o'].map((one) => linear(`attn.${one}_proj.weight`, D, D)),
  linear('attn.gk_proj.0.weight', 16, D),
  linear('attn.gk_proj.1.weight', KEYS, 16),
  ['attn.gk_proj.1.bias', [KEYS], 1, 0.5],
  norm('attn.g_norm_swish_gate.weight', HEAD),
  ['memory.summary_query', [1, 1, MEMORY], 0, 1],
  ['memory.eta_channels', [1, 1, MEMORY], 0, 0.5],
  ['memory.temperature', [1], 0, 0.1],
  linear('memory.W_eta.weight', 1, D),
  ['memory.W_eta.bias', [1], 0, 0.1],
  linear('memory.summary_proj.weight', MEMORY, D),
  ['memory.summary_proj.bias', [MEMORY], 0, 0.1],
  norm('memory.input_norm.weight', D),
  ['memory.input_norm.bias', [D], 0, 0.05],
  linear('memory.compress_z.0.weight', 2 * MEMORY, D),
  linear('memory.compress_z.2.weight', MEMORY, 2 * MEMORY),
  linear('memory.W_qkv_mem.weight', 3 * MEMORY, D),
  linear('W_alpha.weight', 1, D),
  ['W_alpha.bias', [1], -3, 0.1],
  linear('C_to_hidden.weight', D, MEMORY),
];

const dense = (): readonly Spec[] => [
  linear('ffn.gate.weight', FFN, D),
  linear('ffn.up.weight', FFN, D),
  linear('ffn.down.weight', D, FFN),
];

const mixture = (): readonly Spec[] => [
  ['ffn.experts_w12', [EXPERTS, NARROW, 2 * INNER], 0, 1 / Math.sqrt(NARROW)],
  ['ffn.experts_w3', [EXPERTS, INNER, NARROW], 0, 1 / Math.sqrt(INNER)],
  ['ffn.max_vio', [], 0, 0, 'F32'],
  linear('ffn.shared_experts.0.gate.weight', SHARED, D),
  linear('ffn.shared_experts.0.up.weight', SHARED, D),
  linear('ffn.shared_experts.0.down.weight', D, SHARED),
  linear('ffn.w_down_proj.weight', NARROW, D),
  linear('ffn.w_up_proj.weight', D, NARROW),
  linear('ffn.router.router_weights', EXPERTS, D),
];

/** The sandwich norms: the sublayer outputs weigh enough that the context moves the logits. */
const layerNorms = (): readonly Spec[] => [
  ['injection_gate', [1], 0.1, 0],
  norm('ln1.weight', D),
  ['ln1_out.weight', [D], 2, 0.1],
  norm('ln2.weight', D),
  ['ln2_out.weight', [D], 2, 0.1],
];

/** Every tensor of a student. Its embedding comes from the teacher and its head is fitted: they are drawn and replaced. */
export function studentTensors(): readonly TensorPlan[] {
  const layers = Array.from({ length: LAYERS }, (_, i) => {
    const attention = i % 6 < 4 ? quasarAttention() : glaAttention();
    const ffn = i < DENSE ? dense() : mixture();
    return under(`model.layers.${i}.`, [...attention, ...ffn, ...layerNorms()]);
  });
  return tensorPlans([
    ['model.embed_tokens.weight', [VOCABULARY, D], 0, 1],
    norm('model.embed_norm.weight', D),
    norm('model.norm.weight', D),
    ['lm_head.weight', [VOCABULARY, D], 0, 0.3],
    ['model.all_moe_bias', [LAYERS - DENSE, EXPERTS], 0, 0.01, 'F32'],
    ['model.all_moe_momentum', [LAYERS - DENSE, EXPERTS], 0, 0.001, 'F32'],
    ['model.all_moe_max_vio', [LAYERS - DENSE], 0, 0, 'F32'],
    ...layers.flat(),
  ]);
}
