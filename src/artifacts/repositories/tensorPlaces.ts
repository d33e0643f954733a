import { closeSync, openSync, readSync } from 'node:fs';
import { unreadable } from '../snapshot/fileTrouble.js';

/** A longer header is passed over with its whole file, as the evaluator does; bytes. */
const LONGEST_HEADER = 8_000_000;

export interface TensorPlace {
  /** First byte, from the start of the file. */
  readonly start: number;
  readonly bytes: number;
}

/**
 * Where the named tensors of one safetensors file lie. A file whose header is empty or over 8,000,000 bytes gives none.
 * @param size of the file as it is known
 * @returns a sentence without a full stop when the header is not sound
 * @throws IoError
 */
export function tensorPlaces(
  path: string,
  size: number,
  names: readonly string[],
): ReadonlyMap<string, TensorPlace> | string {
  const header = readHeader(path, size);
  if (header === null) return new Map();
  if (typeof header === 'string') return header;
  let document: unknown;
  try {
    document = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(header));
  } catch {
    return 'its header is no JSON';
  }
  if (typeof document !== 'object' || document === null || Array.isArray(document))
    return 'its header is no object';
  const places = new Map<string, TensorPlace>();
  for (const name of names) {
    if (!Object.hasOwn(document, name)) continue;
    const place = placeOf((document as Record<string, unknown>)[name], 8 + header.length, size);
    if (place === null) return `its header gives no place for ${name}`;
    places.set(name, place);
  }
  return places;
}

function placeOf(entry: unknown, base: number, size: number): TensorPlace | null {
  const offsets =
    typeof entry === 'object' && entry !== null && 'data_offsets' in entry ? entry.data_offsets : null;
  if (!Array.isArray(offsets) || offsets.length !== 2) return null;
  const [from, to] = offsets as [unknown, unknown];
  if (!isOffset(from) || !isOffset(to) || from > to || base + to > size) return null;
  return { start: base + from, bytes: to - from };
}

const isOffset = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

/** Null when the evaluator passes the file over; a sentence when its bytes cannot be a header. */
function readHeader(path: string, size: number): Uint8Array | string | null {
  if (size < 8) return 'it is too short for a header';
  try {
    const file = openSync(path, 'r');
    try {
      const length = Buffer.alloc(8);
      if (readSync(file, length, 0, 8, 0) !== 8) return 'it ends within its header';
      const bytes = length.readBigUInt64LE();
      if (bytes === 0n || bytes > BigInt(LONGEST_HEADER)) return null;
      if (8n + bytes > BigInt(size)) return 'its header is longer than the file';
      const header = Buffer.alloc(Number(bytes));
      return readSync(file, header, 0, header.length, 8) === header.length
        ? header
        : 'it ends within its header';
    } finally {
      closeSync(file);
    }
  } catch (cause) {
    throw unreadable(path, cause);
  }
}
