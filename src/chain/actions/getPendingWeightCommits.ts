import { blake2Hash } from '../../domain/blake2Hash.js';
import type { PendingWeightCommit } from '../../domain/chainState.js';
import { epochIndexAt, openEpochs, STATEFUL_EPOCHS } from '../../eras/epochs.js';
import { DamagedError } from '../../errors/artifact.js';
import { hotkeyOf } from '../codec/accounts.js';
import { toBytes, toCount, toHotkey, toList } from '../codec/decodePlain.js';
import { twox64 } from '../codec/hashers.js';
import type { StorageItemName } from '../codec/runtime.js';
import { storageIndex } from '../codec/storageIndex.js';
import { isWrittenBy, TIMELOCK_ITEMS, type TimelockItem } from '../codec/timelockItems.js';
import type { StateReader } from '../stateReader.js';
import type { Hyperparameters } from './getHyperparameters.js';

/** Commits that their validator opens itself. */
const HASHED: StorageItemName = 'SubtensorModule.WeightCommits';

/**
 * Reads the weight commits that are stored and not yet revealed, by epoch and then in stored order. While
 * commit-reveal is on, every epoch that can still hold a timelocked one must have been read; commits of the scheme
 * `hash` are those of the hotkeys that were read.
 * @throws NotRecordedError when an epoch was not read
 */
export function getPendingWeightCommits(
  reader: StateReader,
  settings: Hyperparameters,
  epochIndex: number,
): readonly PendingWeightCommit[] {
  const timelocked = TIMELOCK_ITEMS.filter((item) => reader.has(item.name)).flatMap((item) => {
    if (settings.commitReveal) requireEpochs(reader, item, settings, epochIndex);
    return getTimelocked(reader, item);
  });
  return [...getHashed(reader, settings), ...timelocked].sort((a, b) => a.epoch - b.epoch);
}

function requireEpochs(
  reader: StateReader,
  item: TimelockItem,
  { revealPeriodEpochs }: Hyperparameters,
  epochIndex: number,
): void {
  if (!isWrittenBy(item, reader.runtime.specVersion)) return;
  for (const epoch of openEpochs(epochIndex, revealPeriodEpochs))
    reader.read(item.name, [storageIndex(reader.netuid), epoch]);
}

function getTimelocked(reader: StateReader, { name, scheme, places }: TimelockItem): PendingWeightCommit[] {
  const [blockAt, ciphertextAt, roundAt] = places;
  return reader.readUnder(name, [storageIndex(reader.netuid)]).flatMap(({ key, value }) => {
    const epoch = epochOf(reader, name, key);
    return toList(value).map((commit): PendingWeightCommit => {
      const parts = toList(commit);
      return {
        scheme,
        hotkey: toHotkey(parts[0]),
        committedAt: blockAt === null ? null : toCount(parts[blockAt]),
        epoch,
        revealRound: toCount(parts[roundAt]),
        commitHash: blake2Hash(toBytes(parts[ciphertextAt])),
      };
    });
  });
}

/** The second field is the commit's block up to 422; since 423 it is the commit's epoch, and the third is the block. */
function getHashed(reader: StateReader, { tempo }: Hyperparameters): PendingWeightCommit[] {
  if (!reader.has(HASHED)) return [];
  const { netuid } = reader;
  const stateful = reader.runtime.specVersion >= STATEFUL_EPOCHS;
  return reader.readUnder(HASHED, [storageIndex(netuid)]).flatMap(({ key, value }) => {
    const hotkey = hotkeyAtEnd(reader, key);
    return toList(value).map((commit): PendingWeightCommit => {
      const [hash, second, third] = toList(commit);
      const committedAt = toCount(stateful ? third : second);
      return {
        scheme: 'hash',
        hotkey,
        committedAt,
        epoch: stateful ? toCount(second) : hashedEpoch(committedAt, netuid, tempo),
        revealRound: null,
        commitHash: `0x${Buffer.from(toBytes(hash)).toString('hex')}`,
      };
    });
  });
}

const hashedEpoch = (block: number, netuid: number, tempo: number): number =>
  epochIndexAt(block, { netuid, tempo });

/** The epoch at the end of a key: its hash and eight bytes, little endian. */
function epochOf(reader: StateReader, name: StorageItemName, key: string): number {
  const bytes = tailOf(key, 8);
  const epoch = bytes?.readBigUInt64LE() ?? null;
  if (epoch !== null && epoch <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(epoch);
  throw refuse(reader, name, key, 'an epoch');
}

function hotkeyAtEnd(reader: StateReader, key: string): string {
  const bytes = tailOf(key, 32);
  if (bytes !== null) return hotkeyOf(bytes);
  throw refuse(reader, HASHED, key, 'a hotkey');
}

/** The last argument of a key whose hasher is Twox64Concat; null when its hash is not in front of it. */
function tailOf(key: string, size: number): Buffer | null {
  const bytes = Buffer.from(key.slice(-2 * size), 'hex');
  return bytes.length === size && key.slice(-2 * size - 16, -2 * size) === twox64(bytes) ? bytes : null;
}

const refuse = (reader: StateReader, name: StorageItemName, key: string, what: string): DamagedError =>
  new DamagedError({
    what: `a recorded key of ${name} at block ${reader.block} does not name ${what}`,
    why: key,
    remedy: 'Record the block again.',
    facts: { block: reader.block, key },
  });
