import type { BlockNumber } from '../../domain/block.js';
import type { PendingWeightCommit } from '../../domain/chainState.js';
import type { Hotkey, Uid } from '../../domain/identity.js';
import { type RevealTiming, revealTiming } from '../../eras/epochs.js';
import { getEpoch } from '../actions/getEpoch.js';
import { getPendingWeightCommits } from '../actions/getPendingWeightCommits.js';
import { hotkeyOf } from '../codec/accounts.js';
import { toCount, toList } from '../codec/decodePlain.js';
import type { Reading } from './Reading.js';
import { followedUids, isCommitRevealOn, revealPeriodOf, sizeOf } from './requiredKeys.js';

const LIMIT = 'SubtensorModule.WeightsSetRateLimit';

/** What decides which other blocks are read. */
export interface SubnetFacts {
  readonly size: number;
  readonly tempo: number;
  readonly commitReveal: boolean;
  readonly revealPeriodEpochs: number;
  /** Blocks between two direct sets of one validator, at least; 0 where the runtime does not say. */
  readonly setRateLimit: number;
  readonly timing: RevealTiming;
  readonly epochIndex: number;
  readonly lastEpochBlock: BlockNumber | null;
  readonly lastUpdate: readonly BlockNumber[];
  /** Hotkeys of the UIDs whose rows count. */
  readonly followed: ReadonlyMap<Uid, Hotkey>;
  readonly pending: readonly PendingWeightCommit[];
}

/** Decodes a finished reading. @throws DamagedError, UnsupportedSubnetError when values do not decode */
export function subnetFacts(reading: Reading): SubnetFacts {
  const { reader, netuid } = reading;
  const tempo = toCount(reader.read('SubtensorModule.Tempo', [netuid]));
  const commitReveal = isCommitRevealOn(reading);
  const revealPeriodEpochs = revealPeriodOf(reading);
  const epoch = getEpoch(reader, tempo);
  const settings = { tempo, commitReveal, revealPeriodEpochs };
  return {
    size: sizeOf(reading),
    ...settings,
    setRateLimit: reading.book.has(LIMIT) ? toCount(reader.read(LIMIT, [netuid])) : 0,
    timing: revealTiming(reader.runtime.specVersion),
    ...epoch,
    lastUpdate: toList(reader.read('SubtensorModule.LastUpdate', [netuid])).map(toCount),
    followed: new Map(followedUids(reading).map((uid) => [uid, hotkeyAt(reading, uid)])),
    pending: getPendingWeightCommits(reader, settings, epoch.epochIndex),
  };
}

/** Holder of a UID; an account that is not known stands for nobody. */
export const hotkeyAt = (reading: Reading, uid: Uid): Hotkey =>
  hotkeyOf(Buffer.from((reading.accountOf(uid) ?? '0x').slice(2), 'hex'));
