import { blake2b } from '@noble/hashes/blake2.js';
import { xxhashAsHex } from '@polkadot/util-crypto/xxhash';

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Hex without `0x`. Most arguments are integers, for which a Buffer costs more than its bytes. */
function hex(bytes: Uint8Array): string {
  if (bytes.length > 8) return Buffer.from(bytes).toString('hex');
  let text = '';
  for (const byte of bytes) text += HEX[byte];
  return text;
}

/** twox128 of a name, as storage prefixes use it: hex without `0x`. */
export const twox128 = (name: string): string => xxhashAsHex(name, 128).slice(2);

/** twox64 of bytes: hex without `0x`. */
export const twox64 = (bytes: Uint8Array): string => xxhashAsHex(bytes, 64).slice(2);

/**
 * One hashed part of a storage key: hex without `0x`. Only the hashers that keep the argument readable occur in
 * the items that are read.
 * @returns null for a hasher that is not known
 */
export function hashKeyPart(hasher: string, bytes: Uint8Array): string | null {
  if (hasher === 'Identity') return hex(bytes);
  if (hasher === 'Twox64Concat') return twox64(bytes) + hex(bytes);
  if (hasher === 'Blake2_128Concat') return hex(blake2b(bytes, { dkLen: 16 })) + hex(bytes);
  return null;
}
