import type { BlockHash } from '../../domain/block.js';
import { decodeHeader, type HeaderFields } from '../../domain/blockHeader.js';
import { DamagedError } from '../../errors/artifact.js';

/**
 * Reads a SCALE header that must hash to the block's hash (blake2-256), so that its state root is as well known as that hash.
 * @param header hex with `0x`
 * @throws DamagedError when it is another block's header, or none
 */
export function checkedHeader(header: string, hash: BlockHash): HeaderFields {
  const bytes = /^0x(?:[0-9a-f]{2})*$/i.test(header) ? Buffer.from(header.slice(2), 'hex') : null;
  const found = bytes === null ? null : decodeHeader(bytes);
  if (found?.hash === hash) return found;
  throw new DamagedError({
    what: `the recorded header of block ${hash} is not the header of that block`,
    why: found === null ? 'its bytes cannot be a header' : 'the blake2-256 of its bytes is another hash',
    remedy: 'Record the block again.',
    facts: { hash },
  });
}
