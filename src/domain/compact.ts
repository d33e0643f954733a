/** A SCALE compact integer: its value and the number of bytes it takes. */
export interface Compact {
  readonly value: number;
  readonly width: number;
}

/** Encodes 0 to 2^32-1 as a SCALE compact integer in its shortest form. */
export function encodeCompact(value: number): Uint8Array {
  if (value < 1 << 6) return Uint8Array.of(value << 2);
  const bytes = new Uint8Array(value < 1 << 14 ? 2 : value < 2 ** 30 ? 4 : 5);
  const view = new DataView(bytes.buffer);
  if (bytes.length === 2) view.setUint16(0, (value << 2) | 1, true);
  else if (bytes.length === 4) view.setUint32(0, ((value << 2) | 2) >>> 0, true);
  else {
    view.setUint8(0, 3);
    view.setUint32(1, value, true);
  }
  return bytes;
}

/**
 * Reads a SCALE compact integer below 2^32 at the start of bytes.
 * @returns null when there is none, or when it is not in its shortest form
 */
export function decodeCompact(bytes: Uint8Array): Compact | null {
  const first = bytes[0];
  if (first === undefined) return null;
  const width = first === 3 ? 5 : [1, 2, 4, 0][first & 3];
  if (width === undefined || width === 0 || bytes.length < width) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const value =
    width === 1
      ? first >> 2
      : width === 2
        ? view.getUint16(0, true) >> 2
        : width === 4
          ? view.getUint32(0, true) >>> 2
          : view.getUint32(1, true);
  return encodeCompact(value).length === width ? { value, width } : null;
}
