import type { PrecheckPins } from './defineEra.js';

/** Limits of the prechecks that are the same wherever they were seen. */
const LIMITS = {
  vocabSize: 248320,
  minWeightBytes: 500_000_000,
  maxWeightBytes: 7_700_000_000,
  maxParamsBillion: 3.5,
  chatTemplateSha256: 'a4aee8afcf2e0711942cf848899be66016f8d14a889ff9ede07bca099c28f715',
  allowedPythonFiles: ['__init__.py', 'configuration_quasar.py', 'modeling_quasar.py'],
} as const;

/** The 48 config keys of rule 15, as seen from era P6 on (rule: architecture pins, docs/methodology.md). */
export const ARCHITECTURE_PINS: PrecheckPins = {
  ...LIMITS,
  architecture: {
    model_type: 'quasar',
    vocab_size: 248320,
    d_model: 1536,
    n_heads: 12,
    n_layers: 24,
    d_ff: 4096,
    head_dim: 128,
    num_shared_experts: 1,
    num_routed_experts: 64,
    top_k: 4,
    shared_expert_size: 3072,
    routed_expert_size: 256,
    quasar_layers: 4,
    gated_layers: 2,
    dense_input_layers: 4,
    max_seq_len: 16384,
    dropout: 0,
    rms_norm_eps: 1e-6,
    initializer_range: 0.02,
    use_cache: true,
    tie_word_embeddings: false,
    use_gla_first: false,
    use_short_conv: true,
    conv_size: 4,
    conv_bias: false,
    allow_neg_eigval: false,
    attn_mode: 'chunk',
    expand_k: 0.5,
    expand_v: 1,
    gla_mode: 'chunk',
    memory_slots: 128,
    memory_dim: 128,
    moe_type: 'bigmac',
    bigmac_r: 0.25,
    moe_z_loss_coeff: 1e-4,
    moe_aux_loss_coeff: 1e-4,
    smebu_kappa: 2,
    smebu_lambda: 2e-3,
    smebu_beta: 0.5,
    num_loops: 1,
    use_looped_injection: false,
    looped_injection_init: 0.1,
    rope_theta: 1e6,
    hidden_act: 'silu',
    residual_scale: 0.1,
    bos_token_id: 1,
    eos_token_id: 2,
    auto_map: {
      AutoConfig: 'configuration_quasar.QuasarConfig',
      AutoModelForCausalLM: 'modeling_quasar.QuasarForCausalLM',
    },
  },
  unheldKeys: [],
  estimatedParamsBillion: 3.14351616,
};

/** Keys that the earliest config pinned to the same value as the one of era P6. */
const KEPT = [
  'model_type',
  'vocab_size',
  'num_shared_experts',
  'top_k',
  'quasar_layers',
  'gated_layers',
  'dense_input_layers',
  'max_seq_len',
  'num_loops',
  'rope_theta',
  'hidden_act',
];

const pinned = Object.entries(ARCHITECTURE_PINS.architecture);

/**
 * Before era P6: the config of a validator is not held. Keys that are the same in the earliest config and in that of P6
 * are taken to be so between them; the student had another width, depth and number of experts at first.
 */
export const EARLY_ARCHITECTURE_PINS: PrecheckPins = {
  ...LIMITS,
  architecture: Object.fromEntries(pinned.filter(([key]) => KEPT.includes(key))),
  unheldKeys: pinned.map(([key]) => key).filter((key) => !KEPT.includes(key)),
  estimatedParamsBillion: null,
};
