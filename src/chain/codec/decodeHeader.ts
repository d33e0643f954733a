import type { BlockHash } from '../../domain/block.js';
import { DamagedError } from '../../errors/artifact.js';
import { decodeCompact } from './compact.js';
import type { HeaderFields } from './encodeHeader.js';
import { blake2Hash } from './hashers.js';

/** Bytes of a hash, and of the two roots behind the block's number. */
const HASH = 32;

/**
 * Decodes the fields of a SCALE header; the digest behind them is not looked at. The header must hash to the block's hash
 * (blake2-256), so that its state root is as well known as that hash.
 * @param header hex with `0x`
 * @throws DamagedError when it is another block's header, or none
 */
export function decodeHeader(header: string, hash: BlockHash): HeaderFields {
  const bytes = /^0x(?:[0-9a-f]{2})*$/i.test(header) ? Buffer.from(header.slice(2), 'hex') : null;
  if (bytes === null || blake2Hash(bytes) !== hash)
    throw refuse(hash, 'the blake2-256 of its bytes is another hash');
  const number = decodeCompact(bytes.subarray(HASH));
  const roots = HASH + (number?.width ?? 0);
  if (number === null || bytes.length < roots + 2 * HASH) throw refuse(hash, 'its bytes end too early');
  const hex = (from: number): BlockHash => `0x${bytes.subarray(from, from + HASH).toString('hex')}`;
  return {
    parentHash: hex(0),
    number: number.value,
    stateRoot: hex(roots),
    extrinsicsRoot: hex(roots + HASH),
  };
}

const refuse = (hash: BlockHash, why: string): DamagedError =>
  new DamagedError({
    what: `the recorded header of block ${hash} is not the header of that block`,
    why,
    remedy: 'Record the block again.',
    facts: { hash },
  });
