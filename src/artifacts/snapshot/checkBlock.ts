import { decodeHeader } from '../../domain/blockHeader.js';
import type { BlockRecord } from '../../domain/snapshot.js';

/**
 * Checks that a block record is the block it says it is: the header's blake2-256 is the block hash, and the
 * header carries the block's number.
 * @returns the parent's hash, or why the record is not that block
 */
export function checkBlock(record: BlockRecord): { parentHash: string } | { why: string } {
  const header = decodeHeader(Buffer.from(record.header.slice(2), 'hex'));
  if (header === null) return { why: 'the header cannot be read' };
  if (header.hash !== record.hash)
    return { why: `the header hashes to ${header.hash}, not to the block hash ${record.hash}` };
  if (header.number !== record.number)
    return { why: `the header carries number ${header.number}, not ${record.number}` };
  return { parentHash: header.parentHash };
}
