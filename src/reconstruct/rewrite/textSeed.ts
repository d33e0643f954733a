import { md5 } from '@noble/hashes/legacy.js';

/**
 * Seed of everything that is drawn for one text: the first four bytes of the MD5 of its UTF-8, little endian, mixed with
 * the low 32 bits of the block number (rule: rewriting, docs/methodology.md).
 */
export function textSeed(text: string, block: bigint): number {
  const digest = md5(new TextEncoder().encode(text));
  const head = new DataView(digest.buffer, digest.byteOffset).getUint32(0, true);
  return (head ^ Number(BigInt.asUintN(32, block))) >>> 0;
}
