import { INERT_KEYS } from '../configKeys.js';

/** Keys of the text model that must hold one of these values (or be absent): anything else is another architecture. */
export const FIXED_KEYS: Readonly<Record<string, readonly unknown[]>> = {
  attention_bias: [false],
  attn_output_gate: [true],
  hidden_act: ['silu'],
  mamba_ssm_dtype: ['float32'],
  num_experts: [null, 0],
  num_experts_per_tok: [null, 0],
  use_sliding_window: [false],
  sliding_window: [null],
  quantization_config: [null],
};

/** Keys of the document around the text model that decide something; all others there must be inert. */
export const OUTER_FIXED_KEYS: Readonly<Record<string, readonly unknown[]>> = {
  quantization_config: [null],
};

/** Parts of the document around the text model that take no part in a run over text. */
export const OUTER_INERT_KEYS: ReadonlySet<string> = new Set([
  'vision_config',
  'image_token_id',
  'video_token_id',
  'vision_start_token_id',
  'vision_end_token_id',
  ...INERT_KEYS,
]);

/** Keys of the text model without effect on the logits of a whole sequence. */
// biome-ignore format: a list to read by group
export const TEXT_INERT_KEYS: ReadonlySet<string> = new Set([
  // training
  'attention_dropout', 'router_aux_loss_coef', 'output_router_logits',
  // the extra predictor of later tokens, which takes no part in the next token's logits
  'mtp_num_hidden_layers', 'mtp_use_dedicated_embeddings',
  ...[...INERT_KEYS].filter((key) => key !== 'layer_types'),
]);

/** Layers that would have experts only; listed, they are another architecture. */
export const EMPTY_LIST_KEYS = ['mlp_only_layers'] as const;

/** What a rotation may state; the sections tell image grids apart, which are equal for text. */
export const ROPE_KEYS: ReadonlySet<string> = new Set([
  'rope_theta',
  'partial_rotary_factor',
  'rope_type',
  'type',
  'mrope_section',
  'mrope_interleaved',
]);
