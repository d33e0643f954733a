import { GATE_RANK, isMoe, type QuasarConfig, widths } from './QuasarConfig.js';

/** Every tensor of a Quasar checkpoint with its shape, also those that scoring does not use. */
export function tensorInventory(config: QuasarConfig): Map<string, readonly number[]> {
  const { dModel: d, vocabSize } = config;
  const all = new Map<string, readonly number[]>([
    ['model.embed_tokens.weight', [vocabSize, d]],
    ['model.embed_norm.weight', [d]],
    ['model.norm.weight', [d]],
    ['lm_head.weight', [vocabSize, d]],
  ]);
  const add = (prefix: string, entries: Readonly<Record<string, readonly number[]>>) => {
    for (const [name, shape] of Object.entries(entries)) all.set(`${prefix}${name}`, shape);
  };
  config.layerTypes.forEach((type, i) => {
    const layer = `model.layers.${i}.`;
    add(layer, {
      injection_gate: [1],
      'ln1.weight': [d],
      'ln1_out.weight': [d],
      'ln2.weight': [d],
      'ln2_out.weight': [d],
    });
    add(`${layer}attn.`, type === 'quasar' ? quasarAttention(config) : gatedAttention(config));
    if (type === 'gla') add(layer, latentMemory(config));
    add(`${layer}ffn.`, isMoe(config, i) ? bigmac(config) : swiglu('', d, config.dFf));
  });
  const moeLayers = config.layerTypes.filter((_, i) => isMoe(config, i)).length;
  if (moeLayers > 0)
    add('model.', {
      all_moe_bias: [moeLayers, config.numRoutedExperts],
      all_moe_momentum: [moeLayers, config.numRoutedExperts],
      all_moe_max_vio: [moeLayers],
    });
  return all;
}

function quasarAttention(config: QuasarConfig): Record<string, readonly number[]> {
  const { dModel: d, nHeads, headDim, convSize } = config;
  const { inner } = widths(config);
  return {
    A_log: [nHeads],
    dt_bias: [inner],
    'q_proj.weight': [inner, d],
    'k_proj.weight': [inner, d],
    'v_proj.weight': [inner, d],
    'q_conv1d.weight': [inner, 1, convSize],
    'k_conv1d.weight': [inner, 1, convSize],
    'v_conv1d.weight': [inner, 1, convSize],
    'b_proj.weight': [nHeads, d],
    'f_proj.weight': [inner, d],
    'g_proj.0.weight': [headDim, d],
    'g_proj.1.weight': [inner, headDim],
    'g_proj.1.bias': [inner],
    'o_norm.weight': [headDim],
    'o_proj.weight': [d, inner],
  };
}

function gatedAttention(config: QuasarConfig): Record<string, readonly number[]> {
  const { dModel: d, nHeads } = config;
  const { glaKey, glaValue } = widths(config);
  return {
    'q_proj.weight': [glaKey, d],
    'k_proj.weight': [glaKey, d],
    'v_proj.weight': [glaValue, d],
    'g_proj.weight': [glaValue, d],
    'gk_proj.0.weight': [GATE_RANK, d],
    'gk_proj.1.weight': [glaKey, GATE_RANK],
    'gk_proj.1.bias': [glaKey],
    'o_proj.weight': [d, glaValue],
    'g_norm_swish_gate.weight': [glaValue / nHeads],
  };
}

function latentMemory(config: QuasarConfig): Record<string, readonly number[]> {
  const { dModel: d, memoryDim } = config;
  return {
    'memory.summary_query': [1, 1, memoryDim],
    'memory.eta_channels': [1, 1, memoryDim],
    'memory.temperature': [1],
    'memory.W_eta.weight': [1, d],
    'memory.W_eta.bias': [1],
    'memory.summary_proj.weight': [memoryDim, d],
    'memory.summary_proj.bias': [memoryDim],
    'memory.input_norm.weight': [d],
    'memory.input_norm.bias': [d],
    'memory.compress_z.0.weight': [2 * memoryDim, d],
    'memory.compress_z.2.weight': [memoryDim, 2 * memoryDim],
    'memory.W_qkv_mem.weight': [3 * memoryDim, d],
    'W_alpha.weight': [1, d],
    'W_alpha.bias': [1],
    'C_to_hidden.weight': [d, memoryDim],
  };
}

function bigmac(config: QuasarConfig): Record<string, readonly number[]> {
  const { dModel: d, numRoutedExperts, numSharedExperts, sharedExpertSize } = config;
  const { bottleneck, expert } = widths(config);
  const shared = Array.from({ length: numSharedExperts }, (_, i) =>
    swiglu(`shared_experts.${i}.`, d, sharedExpertSize),
  );
  return {
    experts_w12: [numRoutedExperts, bottleneck, 2 * expert],
    experts_w3: [numRoutedExperts, expert, bottleneck],
    max_vio: [],
    'w_down_proj.weight': [bottleneck, d],
    'w_up_proj.weight': [d, bottleneck],
    'router.router_weights': [numRoutedExperts, d],
    ...Object.assign({}, ...shared),
  };
}

function swiglu(prefix: string, d: number, inner: number): Record<string, readonly number[]> {
  return {
    [`${prefix}gate.weight`]: [inner, d],
    [`${prefix}up.weight`]: [inner, d],
    [`${prefix}down.weight`]: [d, inner],
  };
}
