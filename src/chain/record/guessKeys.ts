import type { BlockNumber } from '../../domain/block.js';
import type { Uid } from '../../domain/identity.js';
import { epochIndexAt, isEpochBlock, openEpochs } from '../../eras/epochs.js';
import { toCount } from '../codec/decodePlain.js';
import type { FactReading } from './probesBetween.js';
import { commitKeys, rowKeys, subnetKeys, uidKeys } from './requiredKeys.js';
import type { SettledValues } from './settleBetween.js';

/**
 * Keys that the reading of a block between two others will probably need, so that one call asks for all of them. A
 * guess that is wrong costs a call, and changes nothing in the record.
 */
export function guessKeys(
  from: FactReading,
  to: FactReading,
  block: BlockNumber,
  settled: SettledValues,
): readonly string[] {
  const { book, netuid } = to.reading;
  const keys = [...subnetKeys(book, netuid), ...commitKeys(book, netuid, guessEpochs(from, to, block))];
  for (let uid = 0; uid < to.facts.size; uid++) {
    if (settled.uids.has(uid)) continue;
    const holder = isHeldSince(to, uid, block) ? to : from;
    keys.push(...uidKeys(book, netuid, uid, holder.reading.accountOf(uid)));
  }
  const isCommitReveal = from.facts.commitReveal || to.facts.commitReveal;
  for (const uid of new Set([...from.facts.followed.keys(), ...to.facts.followed.keys()])) {
    const account = (isHeldSince(to, uid, block) ? to : from).reading.accountOf(uid) ?? null;
    keys.push(...rowKeys(book, netuid, uid, isCommitReveal ? account : null));
  }
  return [...new Set(keys)].filter((key) => !settled.values.has(key));
}

/** True when the holder at a later reading had the UID at the block already, by the block of its registration. */
function isHeldSince({ reading }: FactReading, uid: Uid, block: BlockNumber): boolean {
  const { netuid, reader } = reading;
  if (!reader.isRecorded('SubtensorModule.BlockAtRegistration', [netuid, uid])) return true;
  return toCount(reader.read('SubtensorModule.BlockAtRegistration', [netuid, uid])) <= block;
}

/** Before stateful epochs the block tells; after, the last epoch before the later reading and the tempo give a guess. */
function guessEpochs(from: FactReading, to: FactReading, block: BlockNumber): readonly number[] {
  const { tempo, timing, revealPeriodEpochs, epochIndex, lastEpochBlock } = to.facts;
  const clock = { netuid: to.reading.netuid, tempo };
  if (timing !== 'look-ahead')
    return openEpochs(epochIndexAt(block, clock), revealPeriodEpochs, isEpochBlock(block, clock));
  const missing = lastEpochBlock === null ? 0 : Math.max(Math.ceil((lastEpochBlock - block) / tempo), 0);
  return openEpochs(Math.max(epochIndex - missing, from.facts.epochIndex), revealPeriodEpochs);
}
