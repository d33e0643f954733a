import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelFiles } from '../../src/domain/engine.js';
import type { Qwen35Config } from '../../src/model/graphs/qwen35/Qwen35Config.js';
import { qwen35Tensors } from '../../src/model/graphs/qwen35/qwen35Tensors.js';
import { readQwen35Config } from '../../src/model/graphs/qwen35/readQwen35Config.js';
import { encodeSafetensors, type TensorData } from '../../src/model/safetensors/writeSafetensors.js';
import { numbers, toBfloat16 } from './synthetic.js';

/** A complete small text model; tests change what they are about. */
export const SMALL_TEXT: Readonly<Record<string, unknown>> = {
  model_type: 'qwen3_5_text',
  vocab_size: 70,
  hidden_size: 24,
  intermediate_size: 20,
  num_hidden_layers: 3,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  head_dim: 16,
  max_position_embeddings: 4096,
  rms_norm_eps: 1e-6,
  hidden_act: 'silu',
  attention_bias: false,
  linear_conv_kernel_dim: 4,
  linear_num_key_heads: 2,
  linear_num_value_heads: 4,
  linear_key_head_dim: 6,
  linear_value_head_dim: 10,
  full_attention_interval: 3,
  rope_parameters: { rope_type: 'default', rope_theta: 10000, partial_rotary_factor: 0.25 },
};

/** The document around a text model. */
export const nest = (text: object, tied: boolean | null = true) => ({
  model_type: 'qwen3_5',
  architectures: ['Qwen3_5ForConditionalGeneration'],
  text_config: text,
  vision_config: { depth: 1 },
  ...(tied === null ? {} : { tie_word_embeddings: tied }),
});

export interface SyntheticText {
  readonly files: ModelFiles;
  readonly config: Qwen35Config;
  readonly tensors: Readonly<Record<string, TensorData>>;
  readonly remove: () => void;
}

/**
 * Writes a checkpoint of random weights, large enough that every part of the architecture moves the logits.
 *
 * @param adjust changes the weights of one tensor before they are rounded and written
 */
export function writeText(
  document: object = nest(SMALL_TEXT),
  dtype: 'F32' | 'BF16' = 'F32',
  adjust: (name: string, data: Float32Array) => Float32Array = (_, data) => data,
): SyntheticText {
  const config = readQwen35Config(document);
  const next = numbers(11);
  const tensors: Record<string, TensorData> = {};
  for (const [name, shape] of qwen35Tensors(config)) {
    const size = shape.reduce((product, extent) => product * extent, 1);
    const gain = /linear_attn\.norm\.weight$/.test(name) ? 1 : 0;
    const spread = /norm\.weight$/.test(name)
      ? 0.3
      : 1.7 / Math.sqrt(shape.length > 1 ? (shape.at(-1) as number) : 1);
    const data = adjust(
      name,
      Float32Array.from({ length: size }, () => (next() / 2 ** 31 - 1) * spread + gain),
    );
    tensors[name] = { dtype, shape, data: dtype === 'BF16' ? data.map(toBfloat16) : data };
  }
  const folder = mkdtempSync(join(tmpdir(), 'recrown-text-'));
  const files = {
    configPath: join(folder, 'config.json'),
    weightPaths: [join(folder, 'model.safetensors')],
  };
  writeFileSync(files.configPath, JSON.stringify(document));
  writeFileSync(files.weightPaths[0] as string, encodeSafetensors(tensors));
  return { files, config, tensors, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
