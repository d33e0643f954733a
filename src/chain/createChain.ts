import type { BlockNumber } from '../domain/block.js';
import type { Chain, ChainState } from '../domain/chainState.js';
import { getState } from './actions/getState.js';
import { RecordOpener } from './transports/recordOpener.js';
import type { RecordedChain } from './transports/snapshot.js';

const KEPT_STATES = 32;

/**
 * Historic chain state from recorded blocks: every value is decoded with the metadata of the parent's runtime, and says
 * how well it is known (rule: trust, docs/methodology.md).
 * @param recorded plain values, for example those of a snapshot
 */
export function createChain(recorded: RecordedChain): Chain {
  const states = new Map<BlockNumber, Promise<ChainState>>();
  const records = new RecordOpener(recorded);
  const read = async (block: BlockNumber) => getState(await records.open(block));
  return {
    blocks: recorded.blocks.map((block) => block.number),
    getBlockHash: (block) => records.find(block).hash,
    getState: (block) => {
      const known = states.get(block);
      if (known !== undefined) return known;
      const [oldest] = states.keys();
      if (states.size >= KEPT_STATES && oldest !== undefined) states.delete(oldest);
      const state = read(block);
      states.set(block, state);
      // A failure may pass (a file that could not be read), so that it is not remembered.
      state.catch(() => states.delete(block));
      return state;
    },
  };
}
