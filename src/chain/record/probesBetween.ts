import type { BlockNumber } from '../../domain/block.js';
import type { Hotkey, Uid } from '../../domain/identity.js';
import { nextEpochBlock } from '../../eras/epochs.js';
import { toCount } from '../codec/decodePlain.js';
import { storageIndex } from '../codec/storageIndex.js';
import type { Reading } from './Reading.js';
import { hotkeyAt, type SubnetFacts } from './subnetFacts.js';

/** A finished reading with its decoded facts. */
export interface FactReading {
  readonly reading: Reading;
  readonly facts: SubnetFacts;
}

/**
 * Blocks between two readings that must be read so that every change is found in the block in which it happened
 * (rule: which blocks are read, docs/methodology.md). Storage names most of them: the epoch rule or `LastEpochBlock`
 * the reveals, `LastUpdate` the last set or commit of a validator, `BlockAtRegistration` the last registration of a
 * UID; the block before each names the one before it. What changed without a named block (settings, a swapped
 * hotkey, a reveal that came late, a row opened by its validator) is found by halving.
 * It depends on the two readings and on who is followed alone, so that the set of blocks that is read in the end does
 * too.
 * @param followed UIDs whose rows count at any reading of the span
 * @returns ascending; none when nothing is left to find
 */
export function probesBetween(
  from: FactReading,
  to: FactReading,
  followed: ReadonlySet<Uid>,
): readonly BlockNumber[] {
  const [a, b] = [from.reading.number, to.reading.number];
  if (b - a <= 1) return [];
  const inside = (blocks: readonly BlockNumber[]): BlockNumber[] =>
    [...new Set(blocks)].filter((block) => a < block && block < b).sort((one, other) => one - other);
  // Before the next reveal the pending commits name their own blocks, which then need not be read.
  const epochs = inside(epochBlocks(from, to));
  if (epochs.length > 0) return epochs;
  const named = inside([...setBlocks(from, to, followed), ...registrationBlocks(from, to)]);
  if (named.length > 0) return named;
  if (settingsDiffer(from, to) || holdersDiffer(from, to)) return [middle(a, b)];
  if (revealedLate(from, to)) return [nextTry(from, b)];
  return rowsDiffer(from, to, followed) ? [middle(a, b)] : [];
}

const middle = (a: BlockNumber, b: BlockNumber): BlockNumber => a + Math.floor((b - a) / 2);

/** A block that a value names, with the one before it; nothing when it lies outside (a, b]. */
const withParent = (from: FactReading, to: FactReading, block: BlockNumber): BlockNumber[] =>
  from.reading.number < block && block <= to.reading.number ? [block - 1, block] : [];

/** While commit-reveal is on: the first block of each reveal, and the block before it. */
function epochBlocks(from: FactReading, to: FactReading): BlockNumber[] {
  const [a, b] = [from.facts, to.facts];
  if (!a.commitReveal && !b.commitReveal) return [];
  if (b.timing === 'look-ahead')
    return b.lastEpochBlock === null ? [] : withParent(from, to, b.lastEpochBlock);
  if (a.timing !== b.timing || a.tempo !== b.tempo) return [];
  const clock = { netuid: to.reading.netuid, tempo: b.tempo };
  const found: BlockNumber[] = [];
  let epoch = nextEpochBlock(Math.max(from.reading.number - 1, 0), clock);
  while (epoch !== null && epoch <= to.reading.number) {
    if (b.timing !== 'next-index') found.push(epoch - 1, epoch);
    if (b.timing !== 'epoch-block') found.push(epoch, epoch + 1);
    epoch = nextEpochBlock(epoch + 1, clock);
  }
  return found;
}

/**
 * Sets and commits of the followed validators that the later reading does not show as pending commits. The block before
 * one, which names an earlier one, is left out where the chain's rate limit leaves no room for an earlier one: it holds
 * for direct sets, from the block of the last update on.
 */
function setBlocks(from: FactReading, to: FactReading, followed: ReadonlySet<Uid>): BlockNumber[] {
  const [a, b] = [from.facts, to.facts];
  const isLimited = !a.commitReveal && !b.commitReveal && a.setRateLimit === b.setRateLimit;
  const room = isLimited ? b.setRateLimit : 0;
  return unexplainedUpdates(from, to, followed).flatMap((block) => {
    if (block < to.reading.number) return from.reading.number < block ? [block] : [];
    return block - from.reading.number > room ? [block - 1] : [];
  });
}

/** Blocks of last updates that differ, but for commits that the later reading lists with their block. */
function unexplainedUpdates(
  from: FactReading,
  to: FactReading,
  followed: ReadonlySet<Uid>,
): readonly BlockNumber[] {
  const [a, b] = [from.facts, to.facts];
  const blocks: BlockNumber[] = [];
  for (const [uid, hotkey] of [...holdersOf(from, followed), ...holdersOf(to, followed)]) {
    const last = b.lastUpdate[uid] ?? 0;
    if (last === (a.lastUpdate[uid] ?? 0)) continue;
    const isPending =
      a.commitReveal &&
      b.commitReveal &&
      b.pending.some((one) => one.hotkey === hotkey && one.committedAt === last);
    if (!isPending) blocks.push(last);
  }
  return blocks;
}

function registrationBlocks(from: FactReading, to: FactReading): BlockNumber[] {
  const { book, netuid, reader } = to.reading;
  return openUids(to).flatMap((uid) => {
    const key = book.key('SubtensorModule.BlockAtRegistration', netuid, uid);
    if (to.reading.value(key) === from.reading.value(key)) return [];
    const registeredAt = reader.read('SubtensorModule.BlockAtRegistration', [netuid, uid]);
    return withParent(from, to, toCount(registeredAt));
  });
}

/** Hotkeys of followed UIDs at a reading. */
const holdersOf = ({ reading, facts }: FactReading, followed: ReadonlySet<Uid>): (readonly [Uid, Hotkey])[] =>
  [...followed].filter((uid) => uid < facts.size).map((uid) => [uid, hotkeyAt(reading, uid)] as const);

/** UIDs whose holder the two full readings around do not settle. */
function openUids({ reading, facts }: FactReading): readonly Uid[] {
  const uids: Uid[] = [];
  for (let uid = 0; uid < facts.size; uid++) if (reading.settled?.uids.has(uid) !== true) uids.push(uid);
  return uids;
}

/** True when a setting changed on which the search itself rests, or epochs passed that no block names. */
function settingsDiffer({ facts: a, reading }: FactReading, { facts: b }: FactReading): boolean {
  const isRevealing = a.commitReveal || b.commitReveal;
  const epochs = isRevealing && b.timing === 'look-ahead' && a.epochIndex !== b.epochIndex;
  return (
    a.commitReveal !== b.commitReveal ||
    a.revealPeriodEpochs !== b.revealPeriodEpochs ||
    (isRevealing && (a.timing !== b.timing || (a.tempo !== b.tempo && b.timing !== 'look-ahead'))) ||
    (epochs && (b.lastEpochBlock === null || b.lastEpochBlock <= reading.number))
  );
}

/** True when the number of UIDs, or the holder of one, changed without a registration between the two. */
function holdersDiffer(from: FactReading, to: FactReading): boolean {
  if (from.facts.size !== to.facts.size) return true;
  return openUids(to).some((uid) => from.reading.accountOf(uid) !== to.reading.accountOf(uid));
}

/** True when a row changed, or a last update did, and not by a set in the very block of the later reading. */
function rowsDiffer(from: FactReading, to: FactReading, followed: ReadonlySet<Uid>): boolean {
  const { book, netuid, number } = to.reading;
  if (unexplainedUpdates(from, to, followed).some((block) => block !== number)) return true;
  return [...to.facts.followed.keys()].some((uid) => {
    if (!to.facts.commitReveal && to.facts.lastUpdate[uid] === number) return false;
    const key = book.key('SubtensorModule.Weights', storageIndex(netuid), uid);
    const before = from.reading.value(key);
    return before !== undefined && before !== to.reading.value(key);
  });
}

/**
 * True when a commit is pending at the first reading and no longer at the second: also one of a hotkey that was swapped
 * away, or of a validator without a permit here.
 */
function revealedLate({ facts: a }: FactReading, { facts: b }: FactReading): boolean {
  const idOf = (one: (typeof a.pending)[number]) =>
    `${one.scheme} ${one.hotkey} ${one.epoch} ${one.committedAt} ${one.commitHash}`;
  const left = new Set(b.pending.map(idOf));
  return a.pending.some((one) => !left.has(idOf(one)));
}

/** A late pulse mostly comes soon: steps double from the block of the reveal on, and never pass the middle. */
function nextTry({ facts, reading }: FactReading, end: BlockNumber): BlockNumber {
  const { netuid, number } = reading;
  const { tempo, lastEpochBlock, timing } = facts;
  const next = timing === 'look-ahead' ? null : nextEpochBlock(number, { netuid, tempo });
  const start = timing === 'look-ahead' ? lastEpochBlock : next === null ? null : next - tempo;
  const step = start === null || start > number ? end - number : number - start + 1;
  return Math.min(number + step, middle(number, end));
}
