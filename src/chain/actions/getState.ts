import type { ChainState } from '../../domain/chainState.js';
import type { TrustTier } from '../../domain/trust.js';
import { toHotkey } from '../codec/decodePlain.js';
import type { StateReader } from '../stateReader.js';
import { weaker } from '../storageFacts.js';
import { getCommitments } from './getCommitments.js';
import { getEpoch } from './getEpoch.js';
import { getEvents } from './getEvents.js';
import { getHyperparameters } from './getHyperparameters.js';
import { getMetagraph } from './getMetagraph.js';
import { getPendingWeightCommits } from './getPendingWeightCommits.js';
import { getWeights } from './getWeights.js';

/**
 * Reads everything that the rules take from the chain at one block. Each part has the trust of its weakest fact; a part
 * of which nothing is stored has that of the settings that say so.
 * @throws NotRecordedError, DamagedError, ChainLieError, UnsupportedSubnetError
 */
export function getState(reader: StateReader): ChainState {
  const settings = reader.measure(() => {
    const found = getHyperparameters(reader);
    const ownerHotkey = toHotkey(reader.read('SubtensorModule.SubnetOwnerHotkey', [reader.netuid]));
    return { ...found, ...getEpoch(reader, found.tempo), ownerHotkey };
  });
  const uids = reader.measure(() => getMetagraph(reader));
  const commitments = reader.measure(() => getCommitments(reader, uids.value));
  const weights = reader.measure(() => getWeights(reader, uids.value, settings.value.ownerHotkey));
  const pending = reader.measure(() =>
    getPendingWeightCommits(reader, settings.value, settings.value.epochIndex),
  );
  const events = reader.measure(() => getEvents(reader));
  const base = settings.trust ?? 'T0';
  const trustOf = {
    settings: base,
    uids: uids.trust ?? base,
    commitments: commitments.trust ?? base,
    weights: weights.trust ?? base,
    pendingWeightCommits: pending.trust ?? base,
    events: events.trust,
  };
  return {
    block: reader.block,
    hash: reader.hash,
    ...(reader.time === undefined ? {} : { time: reader.time }),
    specVersion: reader.runtime.specVersion,
    trust: Object.values(trustOf).reduce<TrustTier>((weakest, one) => weaker(one, weakest), base),
    trustOf,
    netuid: reader.netuid,
    ...settings.value,
    uids: uids.value,
    commitments: commitments.value,
    weights: weights.value,
    pendingWeightCommits: pending.value,
    events: events.value,
  };
}
