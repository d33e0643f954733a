import { encodeAuraSlot } from '../../../src/domain/auraSlot.js';
import type { BlockHash } from '../../../src/domain/block.js';
import { encodeHeader } from '../../../src/domain/blockHeader.js';
import type { Seeded } from '../seeded.js';
import { slotOf } from '../timeline.js';

export interface Header {
  readonly number: number;
  readonly header: `0x${string}`;
  readonly hash: BlockHash;
}

/**
 * Real SCALE headers of synthetic blocks: roots are drawn, the digest names the slot of the block, the hash is the blake2-256 of the bytes, and where two
 * recorded blocks follow one another the second names the first as its parent.
 */
export function blockHeaders(blocks: readonly number[], seeded: Seeded): ReadonlyMap<number, Header> {
  const draw = seeded.fork('headers');
  const drawn = (label: string): BlockHash => `0x${Buffer.from(draw.bytes32(label)).toString('hex')}`;
  const headers = new Map<number, Header>();
  for (const number of blocks.toSorted((a, b) => a - b)) {
    const fields = {
      parentHash: headers.get(number - 1)?.hash ?? drawn(`parent ${number}`),
      number,
      stateRoot: drawn(`state ${number}`),
      extrinsicsRoot: drawn(`extrinsics ${number}`),
    };
    headers.set(number, { number, ...encodeHeader(fields, [encodeAuraSlot(slotOf(number))]) });
  }
  return headers;
}
