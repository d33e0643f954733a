import { P11 } from '../../../src/eras/p11.js';

/** Ids that every model of the demo has; the tokenizer names fewer. */
export const VOCABULARY = 640;

/** The config keys that the prechecks compare (rule 15), with the sizes of the demo's small models. */
export const DEMO_PINS: Readonly<Record<string, unknown>> = {
  ...P11.pins.architecture,
  vocab_size: VOCABULARY,
  d_model: 64,
  n_heads: 2,
  n_layers: 6,
  d_ff: 128,
  head_dim: 32,
  num_routed_experts: 8,
  shared_expert_size: 48,
  routed_expert_size: 8,
  dense_input_layers: 2,
  max_seq_len: 2048,
  memory_slots: 16,
  memory_dim: 32,
};

/** The text of a demo model's `config.json`; `changes` plants a mismatch. */
export const configText = (changes: Readonly<Record<string, unknown>> = {}): string =>
  `${JSON.stringify({ ...DEMO_PINS, ...changes }, null, 2)}\n`;
