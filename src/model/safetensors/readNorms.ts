import { open } from 'node:fs/promises';
import type { Absent } from '../../domain/absent.js';
import type { NormReading } from '../../domain/normReading.js';
import { IoError } from '../../errors/store.js';
import { bfloat16Bits } from './bfloat16Bits.js';
import { readHeader, type TensorEntry } from './readHeader.js';

/** Weights of a layer whose name says that it is a norm: `norm`, `o_norm`, `input_layernorm`, `ln1`, `ln2_out`. */
const NORM = /(?:^|\.)([^.]*norm[^.]*|ln\d*(?:_out)?)\.weight$/i;
const SIZE = { BF16: 2, F16: 2, F32: 4 } as const;
/** Far above what any published model has. */
const MOST_LAYERS = 4096;
const MOST_BYTES = 1 << 20;
const NAMED = 8;

type Value = (view: DataView, at: number) => number;
const word = new DataView(new ArrayBuffer(4));

/** The number that bfloat16 bits stand for. */
function fromBits(bits: number): number {
  word.setUint32(0, bits << 16);
  return word.getFloat32(0);
}

/** A half-precision number. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const [exponent, part] = [(bits >> 10) & 31, bits & 1023];
  if (exponent === 31) return part === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (exponent === 0 ? part * 2 ** -24 : (1 + part / 1024) * 2 ** (exponent - 15));
}

const VALUE: Readonly<Record<keyof typeof SIZE, Value>> = {
  BF16: (view, at) => fromBits(view.getUint16(at, true)),
  F16: (view, at) => fromBits(bfloat16Bits(halfOf(view.getUint16(at, true)))),
  F32: (view, at) => fromBits(bfloat16Bits(view.getFloat32(at, true))),
};

/**
 * The weights of the norm layers of a checkpoint, rounded to bfloat16, in which models are loaded (rule: fine-tune probe,
 * docs/methodology.md). Only these tensors are read.
 *
 * @returns Absent where a layer is larger than any norm is, or of a type that no model is read in
 * @throws SafetensorsError, IoError
 */
export async function readNorms(paths: readonly string[]): Promise<NormReading | Absent> {
  const found: { name: string; path: string; entry: TensorEntry }[] = [];
  for (const path of paths) {
    const { tensors } = await readHeader(path);
    for (const [name, entry] of tensors) if (NORM.test(name)) found.push({ name, path, entry });
  }
  found.sort((a, b) => (a.name < b.name ? -1 : 1));
  const odd = found.find(({ entry }) => entry.sizeBytes > MOST_BYTES || !(entry.dtype in SIZE));
  if (odd !== undefined || found.length > MOST_LAYERS)
    return {
      absent: 'unknown',
      why:
        odd === undefined
          ? `The model names ${found.length} norm layers, at most ${MOST_LAYERS} are read.`
          : `The tensor ${JSON.stringify(odd.name.slice(0, 100))} has ${odd.entry.sizeBytes} bytes of ${odd.entry.dtype}: no norm layer is read in that form.`,
    };
  let largest: NormReading['largest'] = null;
  const nonFinite: string[] = [];
  for (const { name, path, entry } of found) {
    const layer = name.replace(/\.weight$/, '');
    const most = largestOf(await bytesOf(path, entry), entry.dtype as keyof typeof SIZE);
    if (most === null) nonFinite.push(layer);
    else if (most > (largest?.value ?? -1)) largest = { name: layer, value: most };
  }
  return { layers: found.length, largest, nonFinite: nonFinite.slice(0, NAMED) };
}

/** The largest distance from 0; null where one is no finite number. */
function largestOf(bytes: Buffer, dtype: keyof typeof SIZE): number | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  let most = 0;
  for (let at = 0; at < bytes.length; at += SIZE[dtype]) {
    const value = VALUE[dtype](view, at);
    if (!Number.isFinite(value)) return null;
    most = Math.max(most, Math.abs(value));
  }
  return most;
}

async function bytesOf(path: string, { offset, sizeBytes }: TensorEntry): Promise<Buffer> {
  const bytes = Buffer.alloc(sizeBytes);
  const fault = (why: string, cause?: unknown): IoError =>
    new IoError({
      what: `cannot read the weight file ${path}`,
      why,
      remedy: 'Check the path and its permissions.',
      facts: { path },
      cause,
    });
  let read: number;
  try {
    const file = await open(path, 'r');
    try {
      ({ bytesRead: read } = await file.read(bytes, 0, sizeBytes, offset));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fault((error as Error).message, error);
  }
  if (read !== sizeBytes) throw fault('it is shorter than its header says');
  return bytes;
}
