import type { Absent } from '../../domain/absent.js';
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

/** Of a view whose files do not tell which king the validator had. */
const UNTOLD: Absent = {
  absent: 'missing',
  why: "No captured file says which king the validator's own record named when the round began; its h2h_latest.json of the round before does.",
};

/** `king_uid` of a record: null where it is written as none, untold where the key is missing. */
const kingOf = (record: PublishedValue): number | null | Absent => {
  const king = record.get('king_uid');
  return king.isPresent ? king.uid() : UNTOLD;
};

/** A record without a block and without a king is that of a validator that has decided nothing yet. */
const isBlank = (file: PublishedValue | null): boolean =>
  file !== null && !file.isNull && file.entries().length === 0;

/**
 * The king that a validator's own files named when a round began, by the first of these that is there:
 * 1. `king_uid` of `h2h_latest.json` as captured for the previous round;
 * 2. `king_uid` of the newest earlier record in `h2h_history.json` that was kept as `h2h_latest.json`: a round with too
 *    few prompts of its king (`_invalid_for_leaderboard`) moves weights and leaves the record as it was;
 * 3. this round's record: `prev_king_uid` when the king changed (in a kingless round, which changes the king to none,
 *    `king_uid` is still the old king), none when it is the first crown ever (`prev_king_uid` null and unchanged),
 *    else `king_uid`;
 * 4. none, where `h2h_latest.json` was captured and is an empty object.
 * @param latest captures of this round
 * @param before captures of the previous round
 * @param history histories, this round's first
 * @returns null for none; absent where no file tells
 */
export function findLocalKing(
  { latest, before }: { readonly latest: PublishedValue | null; readonly before: PublishedValue | null },
  history: readonly PublishedValue[],
  record: PublishedValue | null,
  round: RoundPlace,
): number | null | Absent {
  const earlier =
    (before === null ? null : findBefore([before], round)) ?? findBefore(history, round, wasKept);
  if (earlier !== null) return kingOf(earlier);
  if (record === null) return isBlank(latest) || isBlank(before) ? null : UNTOLD;
  const previous = record.get('prev_king_uid');
  const isFirst = previous.isPresent && previous.isNull;
  if (!record.get('king_changed').flag()) return isFirst ? null : kingOf(record);
  if (record.get('new_king_uid').isNull) return previous.uid() ?? kingOf(record);
  return previous.isPresent ? previous.uid() : UNTOLD;
}
