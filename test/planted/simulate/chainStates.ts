import type { ChainState, PendingWeightCommit, UidState } from '../../../src/domain/chainState.js';
import type { WeightEntry } from '../../../src/domain/weights.js';

/** One setting of weights by a validator, and how it reaches the chain. */
export interface Setting {
  readonly at: number;
  readonly row: readonly WeightEntry[];
  /** `commit`: hidden until its epoch; `direct`: seen at once; `lost`: committed and never revealed. */
  readonly via: 'commit' | 'direct' | 'lost';
}

/** What a validator does on the chain. */
export interface Timeline {
  readonly uid: number;
  readonly stake: number;
  /** Ascending by block; the first one lies before the recorded blocks. */
  readonly settings: readonly Setting[];
}

/** A UID that goes to another hotkey. */
interface Recycling {
  readonly uid: number;
  readonly at: number;
  readonly hotkey: string;
}

export interface Commitment {
  readonly uid: number;
  readonly hotkey: string;
  readonly block: number;
  readonly text: string;
}

export interface ChainWish {
  readonly uids: number;
  readonly timelines: readonly Timeline[];
  readonly commitments: readonly Commitment[];
  readonly recycled?: readonly Recycling[];
  readonly stakes?: Readonly<Record<number, number>>;
  readonly commitReveal: boolean;
  readonly seedHash: `0x${string}`;
  readonly seedBlock: number;
}

/** Epochs of 360 blocks, one begins 300 and one 660 blocks after a round's start. */
const epochOf = (block: number): number => Math.floor((block + 60) / 360);
const epochStart = (epoch: number): number => epoch * 360 - 60;
/** First block that shows a committed row: the epoch after that of the commit. */
const revealedAt = (at: number): number => epochStart(epochOf(at) + 1);

export const hotkeyOf = (uid: number): string => `hotkey-${uid}`;

/** Block from which a setting is seen; never, when it is lost. */
const shownFrom = ({ at, via }: Setting): number =>
  via === 'direct' ? at : via === 'commit' ? revealedAt(at) : Number.POSITIVE_INFINITY;

const storedUntil = ({ at, via }: Setting): number => (via === 'direct' ? at : revealedAt(at));

const holderOf = (uid: number, block: number, { recycled = [] }: ChainWish) =>
  recycled.filter((one) => one.uid === uid && one.at <= block).sort((a, b) => b.at - a.at)[0];

function rowAt(timeline: Timeline, block: number, wish: ChainWish): WeightEntry[] {
  const shown = timeline.settings.filter((one) => shownFrom(one) <= block);
  const newest = shown.reduce<Setting | null>(
    (best, one) => (best === null || shownFrom(one) >= shownFrom(best) ? one : best),
    null,
  );
  if (newest === null) return [];
  // The chain puts 0 at a UID that is replaced after the row was set.
  return newest.row.map(([uid, weight]): WeightEntry => {
    const gone = (wish.recycled ?? []).some(
      (one) => one.uid === uid && one.at > shownFrom(newest) && one.at <= block,
    );
    return [uid, gone ? 0 : weight];
  });
}

const pendingAt = (timeline: Timeline, block: number): PendingWeightCommit[] =>
  timeline.settings
    .filter((one) => one.via !== 'direct' && one.at <= block && storedUntil(one) > block)
    .map((one) => ({
      scheme: 'timelock',
      hotkey: hotkeyOf(timeline.uid),
      epoch: epochOf(one.at),
      revealRound: one.at,
      commitHash: `0x${one.at.toString(16).padStart(32, '0')}${timeline.uid.toString(16).padStart(32, '0')}`,
      committedAt: one.at,
    }));

/** The chain as it stood at each of the blocks. */
export function chainStates(wish: ChainWish, blocks: readonly number[]): ChainState[] {
  const byUid = new Map(wish.timelines.map((one) => [one.uid, one]));
  const plain: UidState[] = [];
  // A counter is a small integer, as in states that were read; the index of Array.from is a boxed double.
  for (let uid = 0; uid < wish.uids; uid++)
    plain.push({
      uid,
      hotkey: hotkeyOf(uid),
      permit: false,
      stakeWeight: wish.stakes?.[uid] ?? 0,
      lastUpdate: 0,
      registeredAt: 1,
    });
  return blocks.map((block): ChainState => {
    const uids = [...plain];
    for (const timeline of wish.timelines) {
      const last = timeline.settings.filter((one) => one.at <= block).at(-1);
      uids[timeline.uid] = {
        ...(plain[timeline.uid] as UidState),
        permit: true,
        stakeWeight: timeline.stake,
        lastUpdate: last?.at ?? 0,
      };
    }
    for (const { uid } of wish.recycled ?? []) {
      const holder = holderOf(uid, block, wish);
      if (holder !== undefined && !byUid.has(uid))
        uids[uid] = { ...(plain[uid] as UidState), hotkey: holder.hotkey, registeredAt: holder.at };
    }
    return {
      block,
      hash: block === wish.seedBlock ? wish.seedHash : `0x${block.toString(16).padStart(64, '0')}`,
      specVersion: 424,
      trust: 'T1',
      trustOf: {
        settings: 'T1',
        uids: 'T1',
        commitments: 'T1',
        weights: 'T1',
        pendingWeightCommits: 'T1',
        events: null,
      },
      netuid: 24,
      tempo: 360,
      commitReveal: wish.commitReveal,
      revealPeriodEpochs: 1,
      epochIndex: epochOf(block),
      lastEpochBlock: epochStart(epochOf(block)),
      ownerHotkey: hotkeyOf(0),
      uids,
      commitments: commitmentsAt(wish, block),
      weights: wish.timelines.map((one) => ({ uid: one.uid, row: rowAt(one, block, wish) })),
      pendingWeightCommits: wish.commitReveal ? wish.timelines.flatMap((one) => pendingAt(one, block)) : [],
      events: null,
    };
  });
}

function commitmentsAt(wish: ChainWish, block: number): ChainState['commitments'] {
  const byHotkey = new Map<string, Commitment[]>();
  for (const one of wish.commitments) {
    if (one.block > block) continue;
    byHotkey.set(one.hotkey, [...(byHotkey.get(one.hotkey) ?? []), one]);
  }
  return [...byHotkey.values()].map((list) => {
    const sorted = [...list].sort((a, b) => a.block - b.block);
    const { uid, hotkey } = sorted[0] as Commitment;
    return {
      hotkey,
      uid,
      entries: sorted.map((one) => ({
        block: one.block,
        text: one.text,
        lengthPrefixed: true,
        strictText: one.text,
      })),
      chosen: sorted.length - 1,
    };
  });
}
