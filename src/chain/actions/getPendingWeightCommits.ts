import type { PendingWeightCommit } from '../../domain/chainState.js';
import { DamagedError } from '../../errors/artifact.js';
import { toCount, toHotkey, toList } from '../codec/decodePlain.js';
import { twox64 } from '../codec/hashers.js';
import type { StateReader } from '../stateReader.js';
import type { Hyperparameters } from './getHyperparameters.js';

const ITEM = 'SubtensorModule.TimelockedWeightCommits';

/**
 * Reads the weight commits that are stored and not yet revealed, by epoch and then in stored order. While
 * commit-reveal is on, every epoch that can still hold one must have been read.
 * @throws NotRecordedError when one was not read
 */
export function getPendingWeightCommits(
  reader: StateReader,
  settings: Hyperparameters,
): readonly PendingWeightCommit[] {
  if (settings.commitReveal)
    for (const epoch of openEpochs(getEpoch(reader, settings.tempo), settings.revealPeriodEpochs))
      reader.read(ITEM, [reader.netuid, epoch]);
  else if (!reader.has(ITEM)) return [];
  const found = reader.readUnder(ITEM, [reader.netuid]).flatMap(({ key, value }) => {
    const epoch = epochOf(reader, key);
    return toList(value).map((commit): PendingWeightCommit => {
      const [who, committedAt, , revealRound] = toList(commit);
      return {
        hotkey: toHotkey(who),
        committedAt: toCount(committedAt),
        epoch,
        revealRound: toCount(revealRound),
      };
    });
  });
  return found.sort((a, b) => a.epoch - b.epoch);
}

/** Epochs whose commits may be unrevealed: from the one revealed in the current epoch to the current one. */
export const openEpochs = (epoch: number, revealPeriodEpochs: number): readonly number[] =>
  Array.from({ length: revealPeriodEpochs + 1 }, (_, at) => epoch - revealPeriodEpochs + at).filter(
    (one) => one >= 0,
  );

/** Subnet epoch index: stored since epochs are stateful; before, a function of block and tempo. */
function getEpoch(reader: StateReader, tempo: number): number {
  if (reader.has('SubtensorModule.SubnetEpochIndex'))
    return toCount(reader.read('SubtensorModule.SubnetEpochIndex', [reader.netuid]));
  return Math.floor((reader.block + reader.netuid + 1) / (tempo + 1));
}

/** The epoch at the end of a key: its hash and eight bytes, little endian. */
function epochOf(reader: StateReader, key: string): number {
  const bytes = Buffer.from(key.slice(-16), 'hex');
  const epoch = bytes.readBigUInt64LE();
  if (key.slice(-32, -16) === twox64(bytes) && epoch <= BigInt(Number.MAX_SAFE_INTEGER)) return Number(epoch);
  throw new DamagedError({
    what: `a recorded key of ${ITEM} at block ${reader.block} does not name an epoch`,
    why: key,
    remedy: 'Record the block again.',
    facts: { block: reader.block, key },
  });
}
