import { blake2b } from '@noble/hashes/blake2.js';

/** blake2-256 of bytes as `0x` hex: the hash of a header, of a trie node, of a commit's ciphertext. */
export const blake2Hash = (bytes: Uint8Array): `0x${string}` =>
  `0x${Buffer.from(blake2b(bytes, { dkLen: 32 })).toString('hex')}`;
