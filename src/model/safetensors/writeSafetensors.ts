import { writeFile } from 'node:fs/promises';
import { bfloat16Bits } from './bfloat16Bits.js';

/** A tensor to be written; BF16 rounds to nearest, ties to even. */
export interface TensorData {
  readonly dtype: 'F32' | 'BF16';
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Writes a safetensors file whose bytes depend on names, shapes and values alone: names are sorted. */
export async function writeSafetensors(
  path: string,
  tensors: Readonly<Record<string, TensorData>>,
): Promise<void> {
  await writeFile(path, encodeSafetensors(tensors));
}

/**
 * The bytes of a canonical safetensors file: names in ascending code-unit order, data in the order of the names,
 * header padded with spaces to a multiple of 8.
 *
 * @throws RangeError when a tensor's data does not fill its shape.
 */
export function encodeSafetensors(tensors: Readonly<Record<string, TensorData>>): Uint8Array {
  const names = Object.keys(tensors).sort();
  const header: Record<string, unknown> = { __metadata__: { format: 'pt' } };
  const parts: Uint8Array[] = [];
  let end = 0;
  for (const name of names) {
    const { dtype, shape, data } = tensors[name] as TensorData;
    const elements = shape.reduce((product, extent) => product * extent, 1);
    if (elements !== data.length)
      throw new RangeError(`tensor ${name}: ${data.length} values for a shape of ${elements}`);
    const bytes = dtype === 'F32' ? float32Bytes(data) : bfloat16Bytes(data);
    header[name] = { dtype, shape, data_offsets: [end, end + bytes.length] };
    end += bytes.length;
    parts.push(bytes);
  }
  const text = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Buffer.alloc(Math.ceil(text.length / 8) * 8, ' ');
  text.copy(padded);
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(padded.length));
  return Buffer.concat([length, padded, ...parts]);
}

function float32Bytes(data: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(data.length * 4));
  data.forEach((value, i) => {
    view.setFloat32(i * 4, value, true);
  });
  return new Uint8Array(view.buffer);
}

function bfloat16Bytes(data: Float32Array): Uint8Array {
  const view = new DataView(new ArrayBuffer(data.length * 2));
  data.forEach((value, i) => {
    view.setUint16(i * 2, bfloat16Bits(value), true);
  });
  return new Uint8Array(view.buffer);
}
