import { blake2b } from '@noble/hashes/blake2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** What a SCALE header says about itself. */
export interface HeaderFacts {
  readonly hash: string;
  readonly number: number;
  readonly parentHash: string;
}

/** Parent hash, compact number of at least one byte, state root, extrinsics root, empty digest. */
const SMALLEST = 32 + 1 + 32 + 32 + 1;

/**
 * Reads hash, number and parent from the SCALE bytes of a header. The hash is blake2-256 of the bytes.
 * @returns null when the bytes cannot be a header
 */
export function readHeader(header: Uint8Array): HeaderFacts | null {
  if (header.length < SMALLEST) return null;
  const compact = readCompact(header, 32);
  if (compact === null || header.length < 32 + compact.width + 32 + 32 + 1) return null;
  return {
    hash: `0x${bytesToHex(blake2b(header, { dkLen: 32 }))}`,
    number: compact.value,
    parentHash: `0x${bytesToHex(header.subarray(0, 32))}`,
  };
}

/** A SCALE compact of one, two or four bytes, or of four bytes with a mode byte: all block numbers below 2^32. */
function readCompact(bytes: Uint8Array, at: number): { value: number; width: number } | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, 5);
  const first = view.getUint8(0);
  const mode = first & 3;
  if (mode === 0) return { value: first >> 2, width: 1 };
  if (mode === 1) return { value: view.getUint16(0, true) >> 2, width: 2 };
  if (mode === 2) return { value: view.getUint32(0, true) >>> 2, width: 4 };
  return first === 3 ? { value: view.getUint32(1, true), width: 5 } : null;
}
