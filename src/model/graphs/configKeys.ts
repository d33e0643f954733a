/** Keys that must hold exactly this value (or be absent): anything else is another architecture than the graph builds. */
export const FIXED_KEYS: Readonly<Record<string, readonly unknown[]>> = {
  model_type: ['quasar'],
  tie_word_embeddings: [false],
  use_gla_first: [false],
  use_short_conv: [true],
  conv_bias: [false],
  allow_neg_eigval: [false],
  attn_mode: ['chunk'],
  gla_mode: ['chunk'],
  moe_type: ['bigmac'],
  num_loops: [1],
  use_looped_injection: [false],
  hidden_act: ['silu'],
  num_v_heads: [null],
  rope_scaling: [null],
  quantization_config: [null],
};

/** Fixed keys that a config must state: the architecture is chosen by them. */
export const REQUIRED_FIXED_KEYS = [
  'use_gla_first',
  'use_short_conv',
  'attn_mode',
  'gla_mode',
  'moe_type',
] as const;

/** Second names of a key; both must agree when both are given. */
export const ALIASES: Readonly<Record<string, string>> = {
  hidden_size: 'd_model',
  num_hidden_layers: 'n_layers',
  num_attention_heads: 'n_heads',
  num_heads: 'n_heads',
  num_key_value_heads: 'n_heads',
  intermediate_size: 'd_ff',
  max_position_embeddings: 'max_seq_len',
  norm_eps: 'rms_norm_eps',
};

/**
 * Keys without effect on the scores of a whole sequence: training, generation, bookkeeping of the library that wrote
 * the file, and names of code that is never run.
 */
// biome-ignore format: a list to read by group
export const INERT_KEYS: ReadonlySet<string> = new Set([
  // training
  'dropout', 'initializer_range', 'gradient_checkpointing', 'moe_z_loss_coeff', 'moe_aux_loss_coeff',
  'smebu_kappa', 'smebu_lambda', 'smebu_beta', 'looped_injection_init', 'use_l2warp', 'fuse_norm', 'fuse_swiglu',
  'fuse_cross_entropy', 'hidden_ratio',
  // the pattern in the words of the library, which has no name for these layers
  'layer_types',
  // library and bookkeeping
  'architectures', 'auto_map', 'dtype', 'torch_dtype', 'transformers_version', '_name_or_path', 'name_or_path',
  '_attn_implementation', '_attn_implementation_autoset', 'attn_implementation', 'tokenizer_class', 'use_cache',
  'return_dict', 'use_return_dict', 'output_hidden_states', 'output_attentions', 'torchscript', 'use_bfloat16',
  'chunk_size_feed_forward', 'is_encoder_decoder', 'is_decoder', 'id2label', 'label2id', 'problem_type',
  'finetuning_task', 'task_specific_params', 'keys_to_ignore_at_inference', 'pruned_heads',
  // token numbers and generation
  'pad_token_id', 'bos_token_id', 'eos_token_id', 'sep_token_id', 'decoder_start_token_id', 'prefix',
  'bad_words_ids', 'begin_suppress_tokens', 'suppress_tokens', 'forced_bos_token_id', 'forced_eos_token_id',
  'max_length', 'min_length', 'do_sample', 'early_stopping', 'num_beams', 'num_beam_groups', 'diversity_penalty',
  'temperature', 'top_p', 'typical_p', 'repetition_penalty', 'length_penalty', 'no_repeat_ngram_size',
  'encoder_no_repeat_ngram_size', 'num_return_sequences', 'output_scores', 'return_dict_in_generate',
  'remove_invalid_values', 'exponential_decay_length_penalty',
]);
