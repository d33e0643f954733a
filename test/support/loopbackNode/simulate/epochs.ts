import type { SubnetModel } from './subnetModel.js';

/** Runtimes from this version on store their epochs. */
const STATEFUL_EPOCHS = 423;

/** Where a subnet stands in its epochs. */
export interface EpochClock {
  index: number;
  /** Block of the last epoch. */
  last: number;
}

/** Index of the epoch as runtimes before stored epochs reckon it. */
const reckonedIndex = (block: number, netuid: number, tempo: number): number =>
  Math.floor((block + netuid + 1) / (tempo + 1));

/** The clock as it stands after a block of a runtime that reckons. */
export function reckonedClock(block: number, netuid: number, tempo: number): EpochClock {
  const index = reckonedIndex(block, netuid, tempo);
  // The epoch fires in the last block of an index.
  const end = (index + 1) * (tempo + 1) - netuid - 2;
  return { index, last: end === block ? end : end - tempo - 1 };
}

/**
 * Moves a subnet's clock into a block and writes what the chain writes of it.
 * @returns true when an epoch fires in this block
 */
export function enterBlock(model: SubnetModel, clock: EpochClock, block: number, tempo: number): boolean {
  const stateful = model.runtime.specVersion >= STATEFUL_EPOCHS;
  if (!stateful) clock.index = reckonedIndex(block, model.netuid, tempo);
  const fires = stateful ? block - clock.last >= tempo : (block + model.netuid + 1) % (tempo + 1) === tempo;
  if (fires) {
    clock.last = block;
    if (stateful) clock.index++;
    model.put('SubtensorModule.LastMechansimStepBlock', [], block);
    if (stateful) writeClock(model, clock);
  }
  model.put('SubtensorModule.BlocksSinceLastStep', [], block - clock.last);
  return fires;
}

/** Writes the clock where the runtime stores it: at its migration and at each epoch. */
export function writeClock(model: SubnetModel, clock: EpochClock): void {
  model.put('SubtensorModule.LastEpochBlock', [], clock.last);
  model.put('SubtensorModule.PendingEpochAt', [], 0);
  model.put('SubtensorModule.SubnetEpochIndex', [], clock.index);
}
