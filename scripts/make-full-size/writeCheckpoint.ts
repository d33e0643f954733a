import { open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelFiles } from '../../src/domain/engine.js';
import { readQuasarConfig } from '../../src/model/graphs/readQuasarConfig.js';
import { tensorInventory } from '../../src/model/graphs/tensorInventory.js';
import { Noise, uniform } from './noise.js';

/** Kept in float32 where checkpoints of this kind are published; all else is bfloat16. */
const FLOAT32 = /(?:A_log|dt_bias|all_moe_\w+|max_vio)$/;
const NORM = /(?:ln\d(?:_out)?|norm|g_norm_swish_gate)\.weight$/;
/** Stored input-major, so that the second extent from the right is what a sum runs over. */
const INPUT_MAJOR = /experts_w\d+$/;

/**
 * Writes `config.json` and `model.safetensors` of a Quasar checkpoint, tensor by tensor, never whole in memory. Weights
 * are drawn from a fixed seed: uniform with the variance 1 / inputs, norms near 1, so that activations stay of order 1.
 *
 * @param document a config.json; it decides names and shapes
 * @returns the files, with the number of tensors and of weight bytes
 */
export async function writeCheckpoint(
  folder: string,
  document: Readonly<Record<string, unknown>>,
): Promise<ModelFiles & { readonly tensors: number; readonly bytes: number }> {
  const configPath = join(folder, 'config.json');
  const weightPath = join(folder, 'model.safetensors');
  const inventory = [...tensorInventory(readQuasarConfig(document))].sort(([a], [b]) => (a < b ? -1 : 1));
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  let end = 0;
  for (const [name, shape] of inventory) {
    const wide = FLOAT32.test(name);
    const bytes = product(shape) * (wide ? 4 : 2);
    header[name] = { dtype: wide ? 'F32' : 'BF16', shape, data_offsets: [end, end + bytes] };
    end += bytes;
  }
  const text = JSON.stringify(header);
  const padded = text.padEnd(Math.ceil(text.length / 8) * 8);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));

  const file = await open(`${weightPath}.part`, 'w');
  try {
    const write = (part: Uint8Array) => writeAll(file, part);
    await write(Buffer.concat([length, Buffer.from(padded, 'utf8')]));
    const noise = new Noise();
    const draw = uniform(7);
    for (const [name, shape] of inventory) {
      const count = product(shape);
      if (FLOAT32.test(name)) await write(floats(Float32Array.from({ length: count }, () => draw() / 4)));
      else if (NORM.test(name)) await write(nearOne(count, draw));
      else await noise.bfloat16(count, Math.sqrt(3 / inputs(name, shape)), write);
    }
  } finally {
    await file.close();
  }
  await rename(`${weightPath}.part`, weightPath);
  await writeFile(configPath, `${JSON.stringify(document, null, 2)}\n`);
  return { configPath, weightPaths: [weightPath], tensors: inventory.length, bytes: end };
}

async function writeAll(
  file: { write(part: Uint8Array): Promise<{ bytesWritten: number }> },
  part: Uint8Array,
): Promise<void> {
  for (let rest = part; rest.length > 0; ) rest = rest.subarray((await file.write(rest)).bytesWritten);
}

const product = (shape: readonly number[]): number => shape.reduce((all, extent) => all * extent, 1);

/** How many products a value behind the tensor sums. */
const inputs = (name: string, shape: readonly number[]): number =>
  shape.length < 2 ? 1 : (shape.at(INPUT_MAJOR.test(name) ? -2 : -1) as number);

const floats = (values: Float32Array): Uint8Array => new Uint8Array(values.buffer);

/** bfloat16 numbers between 0.75 and 1.25. */
function nearOne(count: number, draw: () => number): Uint8Array {
  const word = Float32Array.from({ length: count }, () => 1 + draw() / 4);
  const bits = new Uint32Array(word.buffer);
  return new Uint8Array(Uint16Array.from(bits, (value) => value >>> 16).buffer);
}
