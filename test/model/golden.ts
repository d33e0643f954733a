import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ModelFiles } from '../../src/domain/engine.js';

export interface Golden {
  readonly files: ModelFiles;
  readonly ids: number[];
  readonly rows: number[];
  /** rows x vocabSize */
  readonly logits: Float32Array;
  readonly vocabSize: number;
}

/** A golden checkpoint with the logits that the reference implementation gave for it. */
export function readGolden(name: string): Golden {
  const folder = join(process.env.RECROWN_ROOT ?? '.', 'test', 'golden', name);
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
  const bytes = readFileSync(join(folder, 'logits.f32'));
  return {
    files: {
      configPath: join(folder, 'config.json'),
      weightPaths: [join(folder, 'model.safetensors')],
    },
    ids: expected.ids,
    rows: expected.rows,
    logits: new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length)),
    vocabSize: expected.logits.shape[1],
  };
}

/** |a - b| / |b| over all entries, in float64. */
export function relativeError(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let difference = 0;
  let size = 0;
  for (let i = 0; i < b.length; i += 1) {
    difference += ((a[i] as number) - (b[i] as number)) ** 2;
    size += (b[i] as number) ** 2;
  }
  return Math.sqrt(difference / size);
}

/** Natural log of the softmax of one row, in float64. */
export function logSoftmax(row: ArrayLike<number>): Float64Array {
  const values = Float64Array.from(row);
  const top = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const total = top + Math.log(values.reduce((sum, value) => sum + Math.exp(value - top), 0));
  return values.map((value) => value - total);
}

/** Mean over rows of KL(softmax(p) || softmax(q)), nats. */
export function meanKl(p: Float32Array, q: Float32Array, width: number): number {
  let sum = 0;
  for (let at = 0; at < p.length; at += width) {
    const a = logSoftmax(p.subarray(at, at + width));
    const b = logSoftmax(q.subarray(at, at + width));
    a.forEach((value, i) => {
      sum += Math.exp(value) * (value - (b[i] as number));
    });
  }
  return sum / (p.length / width);
}
