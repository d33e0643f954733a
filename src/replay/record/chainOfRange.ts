import { createChain } from '../../chain/createChain.js';
import type { RecordedRange } from '../../chain/record/recordRange.js';
import type { Chain } from '../../domain/chainState.js';

/** The recorded blocks as a chain that can be read. */
export function chainOfRange(
  { blocks, runtimes, endpoints }: Pick<RecordedRange, 'blocks' | 'runtimes' | 'endpoints'>,
  netuid: number,
): Chain {
  const byNumber = new Map(blocks.map((block) => [block.number, block]));
  const metadata = new Map(runtimes.map((one) => [one.specVersion, one.metadata]));
  return createChain({
    netuid,
    blocks,
    endpoints,
    readBlock: async (number) => byNumber.get(number) as (typeof blocks)[number],
    readProof: async (number) => byNumber.get(number)?.proof ?? null,
    readMetadata: async (specVersion) => metadata.get(specVersion) as Uint8Array,
  });
}
