import type { BlockNumber } from '../../domain/block.js';
import { epochIndexAt } from '../../eras/epochs.js';
import { toCount } from '../codec/decodePlain.js';
import type { StateReader } from '../stateReader.js';

/** Where a subnet stands in its epochs. */
export interface EpochState {
  readonly epochIndex: number;
  /**
   * Last block that an epoch was due in (`LastEpochBlock`); before stateful epochs the last one in which it ran
   * (`LastMechansimStepBlock`). null when it was not read.
   */
  readonly lastEpochBlock: BlockNumber | null;
}

/**
 * Reads the subnet's epoch index: stored since epochs are stateful; before, a function of block and tempo.
 * @throws NotRecordedError when the runtime stores the index and it was not read
 */
export function getEpoch(reader: StateReader, tempo: number): EpochState {
  const { netuid } = reader;
  const stored = reader.has('SubtensorModule.SubnetEpochIndex');
  const last = stored ? 'SubtensorModule.LastEpochBlock' : 'SubtensorModule.LastMechansimStepBlock';
  return {
    epochIndex: stored
      ? toCount(reader.read('SubtensorModule.SubnetEpochIndex', [netuid]))
      : epochIndexAt(reader.block, { netuid, tempo }),
    lastEpochBlock: reader.isRecorded(last, [netuid]) ? toCount(reader.read(last, [netuid])) : null,
  };
}
