import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelFiles } from '../../src/domain/engine.js';
import type { QuasarConfig } from '../../src/model/graphs/QuasarConfig.js';
import { readQuasarConfig } from '../../src/model/graphs/readQuasarConfig.js';
import { tensorInventory } from '../../src/model/graphs/tensorInventory.js';
import { encodeSafetensors, type TensorData } from '../../src/model/safetensors/writeSafetensors.js';

/** A complete small config; tests change what they are about. */
export const SMALL_CONFIG: Readonly<Record<string, unknown>> = {
  model_type: 'quasar',
  vocab_size: 80,
  d_model: 24,
  n_layers: 3,
  n_heads: 3,
  head_dim: 8,
  d_ff: 20,
  max_seq_len: 1024,
  rms_norm_eps: 1e-6,
  quasar_layers: 1,
  gated_layers: 1,
  use_gla_first: false,
  use_short_conv: true,
  conv_size: 4,
  attn_mode: 'chunk',
  gla_mode: 'chunk',
  expand_k: 0.5,
  expand_v: 1,
  memory_slots: 5,
  memory_dim: 6,
  moe_type: 'bigmac',
  num_shared_experts: 1,
  num_routed_experts: 6,
  top_k: 2,
  shared_expert_size: 10,
  routed_expert_size: 3,
  dense_input_layers: 1,
  bigmac_r: 0.25,
  rope_theta: 10000,
  residual_scale: 0.1,
};

export interface Synthetic {
  readonly files: ModelFiles;
  readonly config: QuasarConfig;
  readonly tensors: Readonly<Record<string, TensorData>>;
  readonly remove: () => void;
}

/** Whole numbers from a fixed start, below 2^32; a linear congruential generator. */
export function numbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state;
  };
}

/** Writes a checkpoint of random weights, large enough that every part of the architecture moves the logits. */
export function writeSynthetic(
  change: Readonly<Record<string, unknown>> = {},
  dtype: 'F32' | 'BF16' = 'F32',
): Synthetic {
  const document = { ...SMALL_CONFIG, ...change };
  const config = readQuasarConfig(document);
  const next = numbers(7);
  const tensors: Record<string, TensorData> = {};
  for (const [name, shape] of tensorInventory(config)) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const uniform = () => next() / 2 ** 31 - 1;
    const norm = /(?:ln\d(?:_out)?|norm|g_norm_swish_gate)\.weight$/.test(name);
    const spread = norm ? 0.3 : 1.7 / Math.sqrt(shape.length > 1 ? (shape.at(-1) as number) : 1);
    const data = Float32Array.from({ length: size }, () => uniform() * spread + (norm ? 1 : 0));
    tensors[name] = { dtype, shape, data: dtype === 'BF16' ? data.map(toBfloat16) : data };
  }
  const folder = mkdtempSync(join(tmpdir(), 'recrown-model-'));
  mkdirSync(folder, { recursive: true });
  const files = {
    configPath: join(folder, 'config.json'),
    weightPaths: [join(folder, 'model.safetensors')],
  };
  writeFileSync(files.configPath, JSON.stringify(document));
  writeFileSync(files.weightPaths[0] as string, encodeSafetensors(tensors));
  return { files, config, tensors, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** Nearest value with 8 significant bits, ties to even, by the splitting of Dekker. */
export function toBfloat16(value: number): number {
  const scaled = value * (2 ** 45 + 1);
  return scaled - (scaled - value);
}
