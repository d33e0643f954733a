import { readFileSync } from 'node:fs';
import { readHeader } from '../../src/model/safetensors/readHeader.js';
import type { TensorData } from '../../src/model/safetensors/writeSafetensors.js';

/** Every tensor of a safetensors file of bfloat16 and float32 as float32 values. */
export async function readTensors(path: string): Promise<Record<string, TensorData>> {
  const bytes = readFileSync(path);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const { tensors } = await readHeader(path);
  return Object.fromEntries(
    Array.from(tensors, ([name, { dtype, shape, offset }]) => {
      if (dtype !== 'BF16' && dtype !== 'F32') throw new Error(`${name} is ${dtype}`);
      const size = shape.reduce((product, extent) => product * extent, 1);
      const bits = new DataView(new ArrayBuffer(4));
      const data = Float32Array.from({ length: size }, (_, i) => {
        if (dtype === 'F32') return view.getFloat32(offset + i * 4, true);
        bits.setUint16(2, view.getUint16(offset + i * 2, true), true);
        return bits.getFloat32(0, true);
      });
      return [name, { dtype, shape, data }];
    }),
  );
}
