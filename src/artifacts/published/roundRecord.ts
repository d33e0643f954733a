import type { RoundBlocks } from '../../domain/round.js';
import type { PublishedValue } from './publishedValue.js';

/** The blocks by which a published record is told to be of a round. */
export type RoundPlace = Pick<RoundBlocks, 'roundId' | 'seedBlock' | 'nextSeedBlock'>;

const blockOf = (record: PublishedValue): number | null => record.get('block').count();

/** Entries of `h2h_history.json`, or the one of `h2h_latest.json`, that hold a decision; preliminary ones do not. */
export const decided = (file: PublishedValue): readonly PublishedValue[] =>
  (Array.isArray(file.value) ? file.items() : [file]).filter((record) => !record.get('_preliminary').flag());

/**
 * The record of a round: the last one in the files whose `block` lies in the round.
 * @param files `h2h_latest.json` first, then `h2h_history.json`; the first that has a record counts
 */
export function findRecord(files: readonly PublishedValue[], round: RoundPlace): PublishedValue | null {
  for (const file of files) {
    const found = decided(file).filter((record) => {
      const block = blockOf(record);
      return block !== null && block >= round.seedBlock && block < round.nextSeedBlock;
    });
    const last = found.at(-1);
    if (last !== undefined) return last;
  }
  return null;
}

/** False for a round that its validator marks as one that did not overwrite `h2h_latest.json`. */
const wasKept = (record: PublishedValue): boolean => !record.get('_invalid_for_leaderboard').flag();

/** The newest decided record before a round of those that count; null when no file has one. */
function findBefore(
  files: readonly PublishedValue[],
  round: RoundPlace,
  counts: (record: PublishedValue) => boolean = () => true,
): PublishedValue | null {
  let newest: PublishedValue | null = null;
  for (const record of files.flatMap(decided)) {
    const block = blockOf(record);
    if (block === null || block >= round.seedBlock || !counts(record)) continue;
    if (newest === null || block > (blockOf(newest) ?? -1)) newest = record;
  }
  return newest;
}

/**
 * The king that a validator's own files named when a round began, by the first of these that is there:
 * 1. `king_uid` of `h2h_latest.json` as captured for the previous round;
 * 2. `king_uid` of the newest earlier record in `h2h_history.json` that was kept as `h2h_latest.json`: a round with too
 *    few prompts of its king (`_invalid_for_leaderboard`) moves weights and leaves the record as it was;
 * 3. this round's record: `prev_king_uid` when the king changed (in a kingless round, which changes the king to none,
 *    `king_uid` is still the old king), none when it is the first crown ever (`prev_king_uid` null and unchanged),
 *    else `king_uid`.
 * @param before captures of the previous round
 * @param history histories, this round's first
 */
export function findLocalKing(
  before: PublishedValue | null,
  history: readonly PublishedValue[],
  record: PublishedValue | null,
  round: RoundPlace,
): number | null {
  const earlier =
    (before === null ? null : findBefore([before], round)) ?? findBefore(history, round, wasKept);
  if (earlier !== null) return earlier.get('king_uid').uid();
  if (record === null) return null;
  const king = record.get('king_uid').uid();
  const previous = record.get('prev_king_uid');
  if (!record.get('king_changed').flag()) return previous.isPresent && previous.isNull ? null : king;
  return previous.uid() ?? (record.get('new_king_uid').isNull ? king : null);
}
