import { EndpointsDisagreeError } from '../../errors/chain.js';
import type { RecordedBlock } from './recordedBlock.js';

/** Makes sure that recorded blocks which follow one another are parent and child. @throws EndpointsDisagreeError */
export function checkLinks(blocks: readonly RecordedBlock[], endpoints: readonly string[]): void {
  for (const [at, block] of blocks.entries()) {
    const before = blocks[at - 1];
    // A header begins with the hash of its parent.
    if (before?.number !== block.number - 1 || block.header.startsWith(before.hash)) continue;
    throw new EndpointsDisagreeError({
      what: `block ${block.number} does not follow block ${before.number}`,
      why: `${endpoints.join(', ')} gave ${before.hash} for ${before.number}, and the header of ${block.number} names another parent`,
      remedy: 'Use another endpoint, and another folder for the chain cache.',
      facts: { block: block.number, endpoints },
    });
  }
}
