import type { PrecheckLine } from '../../eras/defineEra.js';

/** Tensors whose bytes rule 21 hashes; a tensor that a repository does not hold, or too large a one, is left out. */
export interface TensorNames {
  /** Compared one by one for near copies. */
  readonly train: readonly string[];
  readonly control: readonly string[];
  /** Count towards the hash, not towards the minimum. */
  readonly stable: readonly string[];
  /** Train and control tensors without which there is no hash. */
  readonly least: number;
}

const EARLY: TensorNames = {
  train: [],
  control: [],
  stable: [
    'model.embed_tokens.weight',
    'model.layers.0.input_layernorm.weight',
    'model.layers.0.mlp.down_proj.weight',
    'model.norm.weight',
  ],
  least: 0,
};

const dense = (layer: number): string[] =>
  ['down', 'gate', 'up'].map((name) => `model.layers.${layer}.ffn.${name}.weight`);
const experts = (layer: number, more: readonly string[]): string[] =>
  ['experts_w12', 'experts_w3', 'router.router_weights', ...more].map(
    (name) => `model.layers.${layer}.ffn.${name}`,
  );

const LATER: TensorNames = {
  train: [
    ...dense(0),
    ...dense(1),
    ...experts(4, ['shared_experts.0.down.weight', 'w_down_proj.weight']),
    ...experts(10, ['shared_experts.0.gate.weight', 'w_up_proj.weight']),
  ],
  control: ['model.all_moe_bias', 'model.all_moe_momentum', 'model.all_moe_max_vio'],
  stable: [
    'model.embed_tokens.weight',
    'model.embed_norm.weight',
    'model.layers.0.ln1.weight',
    'model.layers.0.ln2.weight',
    'model.norm.weight',
  ],
  least: 4,
};

/**
 * The names of each version of the prechecks (rule: tensor content, docs/methodology.md). The text of line P2 is not
 * held; the versions before and after it have the same names.
 */
export const TENSOR_NAMES: Readonly<Record<PrecheckLine, TensorNames>> = {
  P2: EARLY,
  P5: EARLY,
  MID: LATER,
  LATEST: LATER,
};

/** Every name of one version. */
export const namesOf = ({ train, control, stable }: TensorNames): readonly string[] => [
  ...train,
  ...control,
  ...stable,
];

/** A larger tensor is not hashed, bytes. */
export const LARGEST_TENSOR = 200_000_000;
