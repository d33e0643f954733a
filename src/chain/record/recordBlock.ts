import type { BlockHash, BlockNumber } from '../../domain/block.js';
import { BlockSource, type SourceOptions } from './BlockSource.js';
import { interruptible } from './interruption.js';
import { Recorder } from './Recorder.js';
import { type RecordedBlock, recordedBlock } from './recordedBlock.js';

export interface BlockInput extends SourceOptions {
  readonly netuid: number;
  readonly block: BlockNumber;
}

export interface RecordedState {
  readonly genesisHash: BlockHash;
  readonly block: RecordedBlock;
  readonly runtime: { readonly specVersion: number; readonly metadata: Uint8Array };
  /** Hosts that all gave the hash of the block. */
  readonly endpoints: readonly string[];
}

/**
 * Records everything that the readers of a state need at one block.
 * @throws BlockNotFinalError, EndpointsDisagreeError, ChainLieError, InterruptedError, and what the archive throws
 */
export const recordBlock = (input: BlockInput): Promise<RecordedState> =>
  interruptible(input.signal, () => record(input));

async function record(input: BlockInput): Promise<RecordedState> {
  const source = new BlockSource(input, input.block);
  const recorder = new Recorder(source, input.netuid);
  const read = await recorder.read(await recorder.open(input.block), null, []);
  const block = recordedBlock(read);
  const [runtime] = recorder.versions.runtimes([block.specVersion]);
  return {
    genesisHash: await source.genesisHash(),
    block,
    runtime: runtime as RecordedState['runtime'],
    endpoints: input.endpoints,
  };
}
