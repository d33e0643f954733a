import type { BlockHash } from '../../domain/block.js';
import { encodeCompact } from './compact.js';
import { blake2Hash } from './hashers.js';

/** The fields of a header; its digest has no logs. */
export interface HeaderFields {
  readonly parentHash: BlockHash;
  readonly number: number;
  readonly stateRoot: BlockHash;
  readonly extrinsicsRoot: BlockHash;
}

/** Encodes a header with an empty digest. @returns its SCALE bytes as `0x` hex, and their blake2-256: the block hash */
export function encodeHeader(fields: HeaderFields): { header: `0x${string}`; hash: BlockHash } {
  const bytes = Buffer.concat([
    Buffer.from(fields.parentHash.slice(2), 'hex'),
    encodeCompact(fields.number),
    Buffer.from(fields.stateRoot.slice(2), 'hex'),
    Buffer.from(fields.extrinsicsRoot.slice(2), 'hex'),
    encodeCompact(0),
  ]);
  return { header: `0x${bytes.toString('hex')}`, hash: blake2Hash(bytes) };
}
