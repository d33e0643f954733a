import { isZero, toCount, toFlag } from '../codec/decodePlain.js';
import type { StateReader } from '../stateReader.js';
import { refuseSubnet } from './refuseSubnet.js';

/** The subnet's settings on which the reading of weights rests. */
export interface Hyperparameters {
  readonly tempo: number;
  readonly commitReveal: boolean;
  readonly revealPeriodEpochs: number;
}

/**
 * Reads tempo and commit-reveal settings, and makes sure that the weights of mechanism 0 are the whole outcome.
 * @throws UnsupportedSubnetError for a subnet of several mechanisms, or one whose outcome is not its weights
 */
export function getHyperparameters(reader: StateReader): Hyperparameters {
  const { netuid } = reader;
  refuseMechanisms(reader);
  refuseNullConsensus(reader);
  return {
    tempo: toCount(reader.read('SubtensorModule.Tempo', [netuid])),
    commitReveal: toFlag(reader.read('SubtensorModule.CommitRevealWeightsEnabled', [netuid])),
    revealPeriodEpochs: toCount(reader.read('SubtensorModule.RevealPeriodEpochs', [netuid])),
  };
}

function refuseMechanisms(reader: StateReader): void {
  // Runtimes before mechanisms have one.
  if (!reader.has('SubtensorModule.MechanismCountCurrent')) return;
  const count = toCount(reader.read('SubtensorModule.MechanismCountCurrent', [reader.netuid]));
  if (count !== 1) throw refuseSubnet(reader, `it has ${count} mechanisms, and the rules know one`);
}

function refuseNullConsensus(reader: StateReader): void {
  if (!reader.has('SubtensorModule.NullConsensus')) return;
  const value = reader.read('SubtensorModule.NullConsensus', [reader.netuid]);
  if (value !== null && !isZero(value))
    throw refuseSubnet(reader, 'its null consensus is on, so that weights no longer describe the outcome');
}
