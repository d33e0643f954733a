import { isUtf8 } from 'node:buffer';

/** Lead byte ranges of UTF-8 with the number of bytes and the range of the second byte. */
const FORMS: readonly (readonly [from: number, to: number, size: number, low: number, high: number])[] = [
  [0x00, 0x7f, 1, 0, 0],
  [0xc2, 0xdf, 2, 0x80, 0xbf],
  [0xe0, 0xe0, 3, 0xa0, 0xbf],
  [0xe1, 0xec, 3, 0x80, 0xbf],
  [0xed, 0xed, 3, 0x80, 0x9f],
  [0xee, 0xef, 3, 0x80, 0xbf],
  [0xf0, 0xf0, 4, 0x90, 0xbf],
  [0xf1, 0xf3, 4, 0x80, 0xbf],
  [0xf4, 0xf4, 4, 0x80, 0x8f],
];

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Number of bytes of the well-formed sequence at a place; 0 when there is none. */
function sequenceAt(bytes: Uint8Array, at: number): number {
  const lead = bytes[at] as number;
  const form = FORMS.find(([from, to]) => lead >= from && lead <= to);
  if (form === undefined) return 0;
  const [, , size, low, high] = form;
  for (let offset = 1; offset < size; offset++) {
    const byte = bytes[at + offset];
    const [min, max] = offset === 1 ? [low, high] : [0x80, 0xbf];
    if (byte === undefined || byte < min || byte > max) return 0;
  }
  return size;
}

/** Decodes UTF-8; null when the bytes are not UTF-8 throughout. */
export const utf8Strict = (bytes: Uint8Array): string | null => (isUtf8(bytes) ? strict.decode(bytes) : null);

/** Decodes UTF-8 and leaves out every byte that is not part of a well-formed sequence. */
export function utf8Ignore(bytes: Uint8Array): string {
  if (isUtf8(bytes)) return strict.decode(bytes);
  const kept: number[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = sequenceAt(bytes, at);
    for (let offset = 0; offset < size; offset++) kept.push(bytes[at + offset] as number);
    at += Math.max(size, 1);
  }
  return strict.decode(Uint8Array.from(kept));
}
