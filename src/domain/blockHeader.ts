import { blake2Hash } from './blake2Hash.js';
import type { BlockHash } from './block.js';
import { decodeCompact, encodeCompact } from './compact.js';

/** The fields of a header before its digest. */
export interface HeaderFields {
  readonly parentHash: BlockHash;
  readonly number: number;
  readonly stateRoot: BlockHash;
  readonly extrinsicsRoot: BlockHash;
}

/** Bytes of a hash. */
const HASH = 32;

const bytesOf = (hex: string): Buffer => Buffer.from(hex.slice(2), 'hex');

/**
 * Encodes a header: parent hash, compact number, state root, extrinsics root, digest.
 * @param logs digest entries, encoded already, hex with `0x`
 * @returns its SCALE bytes as `0x` hex, and their blake2-256: the block hash
 */
export function encodeHeader(
  { parentHash, number, stateRoot, extrinsicsRoot }: HeaderFields,
  logs: readonly string[] = [],
): { header: `0x${string}`; hash: BlockHash } {
  const bytes = Buffer.concat([
    bytesOf(parentHash),
    encodeCompact(number),
    bytesOf(stateRoot),
    bytesOf(extrinsicsRoot),
    encodeCompact(logs.length),
    ...logs.map(bytesOf),
  ]);
  return { header: `0x${bytes.toString('hex')}`, hash: blake2Hash(bytes) };
}

/**
 * Reads the SCALE bytes of a header; the digest behind its roots is not looked at.
 * @returns null when the bytes cannot be a header
 */
export function decodeHeader(header: Uint8Array): (HeaderFields & { readonly hash: BlockHash }) | null {
  const number = decodeCompact(header.subarray(HASH));
  if (number === null) return null;
  const roots = HASH + number.width;
  // A digest has at least the byte of its length.
  if (header.length < roots + 2 * HASH + 1) return null;
  const hex = (from: number): BlockHash =>
    `0x${Buffer.from(header.subarray(from, from + HASH)).toString('hex')}`;
  return {
    hash: blake2Hash(header),
    parentHash: hex(0),
    number: number.value,
    stateRoot: hex(roots),
    extrinsicsRoot: hex(roots + HASH),
  };
}
