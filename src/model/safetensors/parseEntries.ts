import { DTYPE_BYTES, type Dtype } from './dtype.js';
import type { TensorEntry } from './readHeader.js';

const MAX_TENSORS = 100_000;
const MAX_RANK = 8;

export type Refuse = (why: string) => never;

export interface Entries {
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Checks every entry of a safetensors header and that together they cover the data exactly once.
 *
 * @param dataStart position of the first data byte in the file
 * @param refuse throws the error of this file
 */
export function parseEntries(
  document: Record<string, unknown>,
  dataStart: number,
  fileBytes: number,
  refuse: Refuse,
): Entries {
  const names = Object.keys(document).filter((name) => name !== '__metadata__');
  if (names.length > MAX_TENSORS)
    refuse(`the header names ${names.length} tensors, the limit is ${MAX_TENSORS}`);
  const metadata = parseMetadata(document.__metadata__, refuse);
  const tensors = new Map<string, TensorEntry>();
  for (const name of names) tensors.set(name, parseEntry(name, document[name], dataStart, fileBytes, refuse));
  checkCover(tensors, dataStart, fileBytes, refuse);
  return { tensors, metadata };
}

function parseMetadata(value: unknown, refuse: Refuse): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isObject(value)) return refuse('__metadata__ is not an object');
  for (const [key, text] of Object.entries(value))
    if (typeof text !== 'string') refuse(`__metadata__ entry ${JSON.stringify(key)} is not a string`);
  return value as Record<string, string>;
}

function parseEntry(
  name: string,
  value: unknown,
  dataStart: number,
  fileBytes: number,
  refuse: Refuse,
): TensorEntry {
  const shown = JSON.stringify(name);
  if (!isObject(value)) return refuse(`the entry of tensor ${shown} is not an object`);
  for (const key of Object.keys(value))
    if (!['dtype', 'shape', 'data_offsets'].includes(key))
      refuse(`tensor ${shown} has the unknown field ${JSON.stringify(key)}`);
  const { dtype, shape, data_offsets: offsets } = value;
  if (typeof dtype !== 'string' || !Object.hasOwn(DTYPE_BYTES, dtype))
    return refuse(`tensor ${shown} has the unknown dtype ${JSON.stringify(dtype) ?? 'none'}`);
  if (!isCounts(shape) || shape.length > MAX_RANK)
    return refuse(`tensor ${shown} has no shape of at most ${MAX_RANK} whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2)
    return refuse(`tensor ${shown} has no data_offsets of two whole numbers`);
  const sizeBytes = byteSize(shape, dtype as Dtype);
  if (sizeBytes === null) return refuse(`the shape of tensor ${shown} overflows`);
  const [begin, end] = offsets as [number, number];
  if (begin > end) return refuse(`tensor ${shown} ends before it begins (${begin} to ${end})`);
  if (end > fileBytes - dataStart)
    return refuse(
      `tensor ${shown} reaches byte ${end} of the data, which has ${fileBytes - dataStart} bytes`,
    );
  if (end - begin !== sizeBytes)
    return refuse(`tensor ${shown} has ${end - begin} bytes, its shape and dtype need ${sizeBytes}`);
  return { dtype: dtype as Dtype, shape, offset: dataStart + begin, sizeBytes };
}

/** The tensors in file order must follow one another without hole or overlap, up to the last byte. */
function checkCover(
  tensors: ReadonlyMap<string, TensorEntry>,
  dataStart: number,
  fileBytes: number,
  refuse: Refuse,
): void {
  let covered = dataStart;
  const ordered = [...tensors].sort(([, a], [, b]) => a.offset - b.offset || a.sizeBytes - b.sizeBytes);
  for (const [name, { offset, sizeBytes }] of ordered) {
    if (offset < covered) refuse(`tensor ${JSON.stringify(name)} overlaps the tensor before it`);
    if (offset > covered)
      refuse(`a hole of ${offset - covered} bytes lies before tensor ${JSON.stringify(name)}`);
    covered = offset + sizeBytes;
  }
  if (covered !== fileBytes) refuse(`${fileBytes - covered} bytes after the last tensor belong to none`);
}

/** Null when the product leaves the integers that float64 holds exactly. */
function byteSize(shape: readonly number[], dtype: Dtype): number | null {
  let elements = 1;
  for (const extent of shape) {
    elements *= extent;
    if (!Number.isSafeInteger(elements)) return null;
  }
  const bytes = elements * DTYPE_BYTES[dtype];
  return Number.isSafeInteger(bytes) ? bytes : null;
}

function isCounts(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
