import type { ChainState } from '../../domain/chainState.js';
import type { StateReader } from '../stateReader.js';
import { getCommitments } from './getCommitments.js';
import { getHyperparameters } from './getHyperparameters.js';
import { getMetagraph } from './getMetagraph.js';
import { getPendingWeightCommits } from './getPendingWeightCommits.js';
import { getWeights } from './getWeights.js';

/**
 * Reads everything that the rules take from the chain at one block. A recording is one source: trust is T0.
 * @throws NotRecordedError, DamagedError, UnsupportedSubnetError
 */
export function getState(reader: StateReader): ChainState {
  const settings = getHyperparameters(reader);
  const uids = getMetagraph(reader);
  return {
    block: reader.block,
    hash: reader.hash,
    specVersion: reader.runtime.specVersion,
    trust: 'T0',
    netuid: reader.netuid,
    ...settings,
    uids,
    commitments: getCommitments(reader, uids),
    weights: getWeights(reader, uids),
    pendingWeightCommits: getPendingWeightCommits(reader, settings),
  };
}
