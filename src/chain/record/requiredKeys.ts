import type { Uid } from '../../domain/identity.js';
import { isEpochBlock, openEpochs } from '../../eras/epochs.js';
import { getEpoch } from '../actions/getEpoch.js';
import { toCount, toFlag, toList } from '../codec/decodePlain.js';
import type { StorageItemName } from '../codec/runtime.js';
import { storageIndex } from '../codec/storageIndex.js';
import { isWrittenBy, TIMELOCK_ITEMS } from '../codec/timelockItems.js';
import type { KeyBook } from './KeyBook.js';
import type { Reading } from './Reading.js';

/** Items with one value per subnet; those that a runtime does not have are left out. */
const PER_SUBNET: readonly StorageItemName[] = [
  'SubtensorModule.SubnetworkN',
  'SubtensorModule.Tempo',
  'SubtensorModule.CommitRevealWeightsEnabled',
  'SubtensorModule.RevealPeriodEpochs',
  'SubtensorModule.MechanismCountCurrent',
  'SubtensorModule.NullConsensus',
  'SubtensorModule.SubnetOwnerHotkey',
  'SubtensorModule.ValidatorPermit',
  'SubtensorModule.StakeWeight',
  'SubtensorModule.LastUpdate',
  'SubtensorModule.WeightsSetRateLimit',
];
/** Where a subnet stands in its epochs: with stateful epochs, and before. */
const STATEFUL: readonly StorageItemName[] = [
  'SubtensorModule.SubnetEpochIndex',
  'SubtensorModule.LastEpochBlock',
];
const STATELESS: readonly StorageItemName[] = ['SubtensorModule.LastMechansimStepBlock'];

/** `RevealPeriodEpochs` lies between 1 and this on chain. */
const MAX_PERIOD = 100;

/**
 * Keys that the readers of a state need, as far as the values known so far tell: the keys of the subnet first; once
 * these are read, those that follow from them (UIDs, rows of whoever may set weights, open epochs); once the holders
 * are read, their commitments. UIDs of which everything is settled by two other readings are left out.
 */
export function requiredKeys(reading: Reading): readonly string[] {
  const { book, netuid } = reading;
  const keys = subnetKeys(book, netuid);
  if (keys.some((key) => reading.value(key) === undefined)) return keys;
  const size = sizeOf(reading);
  for (let uid = 0; uid < size; uid++) {
    if (reading.settled?.uids.has(uid)) continue;
    keys.push(...uidKeys(book, netuid, uid, reading.accountOf(uid)));
  }
  const isCommitReveal = isCommitRevealOn(reading);
  for (const uid of followedUids(reading)) {
    const account = reading.accountOf(uid);
    if (account !== undefined) keys.push(...rowKeys(book, netuid, uid, isCommitReveal ? account : null));
  }
  const tempo = toCount(reading.reader.read('SubtensorModule.Tempo', [netuid]));
  const { epochIndex } = getEpoch(reading.reader, tempo);
  const isStateless = !book.has('SubtensorModule.SubnetEpochIndex');
  const isEpoch = isStateless && isEpochBlock(reading.number, { netuid, tempo });
  keys.push(...commitKeys(book, netuid, openEpochs(epochIndex, revealPeriodOf(reading), isEpoch)));
  return [...new Set(keys)].filter((key) => reading.settled?.values.get(key) === undefined);
}

/** Keys with one value per subnet, and the events of the block. */
export function subnetKeys(book: KeyBook, netuid: number): string[] {
  const items = [...PER_SUBNET, ...(book.has('SubtensorModule.SubnetEpochIndex') ? STATEFUL : STATELESS)];
  const keys = items.filter((name) => book.has(name)).map((name) => book.key(name, netuid));
  return [...keys, book.key('System.Events')];
}

/** Number of UIDs of the subnet. */
export const sizeOf = ({ reader, netuid }: Reading): number =>
  toCount(reader.read('SubtensorModule.SubnetworkN', [netuid]));

/** Epochs from commit to reveal, no more than the chain allows. */
export const revealPeriodOf = ({ reader, netuid }: Reading): number =>
  Math.min(toCount(reader.read('SubtensorModule.RevealPeriodEpochs', [netuid])), MAX_PERIOD);

/** UIDs whose rows count: those with a permit, and the subnet owner's, as far as holders are known. Ascending. */
export function followedUids(reading: Reading): readonly Uid[] {
  const { reader, netuid } = reading;
  const permits = toList(reader.read('SubtensorModule.ValidatorPermit', [netuid])).map(toFlag);
  const owner =
    reading.value(reading.book.key('SubtensorModule.SubnetOwnerHotkey', netuid)) ??
    reading.book.fallback('SubtensorModule.SubnetOwnerHotkey');
  const uids: Uid[] = [];
  const size = sizeOf(reading);
  for (let uid = 0; uid < size; uid++)
    if (permits[uid] === true || reading.accountOf(uid) === owner) uids.push(uid);
  return uids;
}

/** True while the subnet hides weights until they are revealed. */
export const isCommitRevealOn = ({ reader, netuid }: Reading): boolean =>
  toFlag(reader.read('SubtensorModule.CommitRevealWeightsEnabled', [netuid]));

/**
 * Keys of whoever may set weights: the row, and the commits that it must open itself.
 * @param account hex with `0x`; null while commit-reveal is off, when the chain lets nobody open a commit
 */
export function rowKeys(book: KeyBook, netuid: number, uid: Uid, account: string | null): readonly string[] {
  const index = storageIndex(netuid);
  const row = book.key('SubtensorModule.Weights', index, uid);
  if (account === null || !book.has('SubtensorModule.WeightCommits')) return [row];
  return [row, book.key('SubtensorModule.WeightCommits', index, account)];
}

/**
 * Keys of a UID: holder, registration block, and the commitments of its holder.
 * @param account hex with `0x`; undefined while it is not known
 */
export function uidKeys(
  book: KeyBook,
  netuid: number,
  uid: Uid,
  account: string | undefined,
): readonly string[] {
  const keys = [
    book.key('SubtensorModule.Keys', netuid, uid),
    book.key('SubtensorModule.BlockAtRegistration', netuid, uid),
  ];
  if (account === undefined || !book.has('Commitments.RevealedCommitments')) return keys;
  return [...keys, book.key('Commitments.RevealedCommitments', netuid, account)];
}

/** Keys of timelocked commits that are stored under these epochs. */
export function commitKeys(book: KeyBook, netuid: number, epochs: readonly number[]): string[] {
  const live = TIMELOCK_ITEMS.filter(
    (item) => isWrittenBy(item, book.runtime.specVersion) && book.has(item.name),
  );
  return live.flatMap(({ name }) => epochs.map((epoch) => book.key(name, storageIndex(netuid), epoch)));
}
