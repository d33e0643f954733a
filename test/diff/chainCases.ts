import type { ChainEvent, ChainState, PendingWeightCommit, UidState } from '../../src/domain/chainState.js';
import type { WeightEntry } from '../../src/domain/weights.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';

export const round = roundBlocks(11700);
export const ACTIVATION = round.activationBlock;
export const NEXT_ACTIVATION = ACTIVATION + 720;
export const FALLBACK = 155;

const N_UIDS = 160;

interface ValidatorAt {
  readonly lastUpdate: number;
  /** null = the row was not read. */
  readonly row?: readonly WeightEntry[] | null;
  /** Blocks of commits that are not revealed yet, or commits. */
  readonly pending?: readonly (number | Partial<PendingWeightCommit>)[];
  /** False takes the permit away. */
  readonly permit?: boolean;
}

export interface StateParts {
  readonly validators: Readonly<Record<number, ValidatorAt>>;
  /** UIDs that belong to another hotkey since a block. */
  readonly replaced?: Readonly<Record<number, { readonly hotkey: string; readonly registeredAt: number }>>;
  readonly stake?: Readonly<Record<number, number>>;
  /** Settings and events that differ from those of `stateAt`. */
  readonly more?: Partial<ChainState>;
}

/** Epochs of the cases: stateful, one every 360 blocks, at blocks 300 and 660 after a round's seed block. */
export const epochBlockAt = (block: number): number => block - ((block + 60) % 360);
const epochAt = (block: number): number => Math.floor((block + 60) / 360);
export const commitHashOf = (block: number): string => `0x${block.toString(16).padStart(64, '0')}`;

/** An event of a case; what is not named is null. */
export const event = (kind: ChainEvent['kind'], parts: Partial<ChainEvent> = {}): ChainEvent => ({
  kind,
  phase: 'initialization',
  uid: null,
  hotkey: null,
  commitHash: null,
  newHotkey: null,
  ...parts,
});

export const hotkeyOf = (uid: number): string => `hotkey-${uid}`;

/** A chain state with 160 UIDs; the validators named in any state of the test hold permits. */
export function stateAt(block: number, parts: StateParts): ChainState {
  const uids: UidState[] = Array.from({ length: N_UIDS }, (_, uid) => ({
    uid,
    hotkey: parts.replaced?.[uid]?.hotkey ?? hotkeyOf(uid),
    permit: uid in parts.validators && parts.validators[uid]?.permit !== false,
    stakeWeight: parts.stake?.[uid] ?? 1000,
    lastUpdate: parts.validators[uid]?.lastUpdate ?? 0,
    registeredAt: parts.replaced?.[uid]?.registeredAt ?? 1,
  }));
  const pending = Object.entries(parts.validators).flatMap(([uid, one]) =>
    (one.pending ?? []).map((commit): PendingWeightCommit => {
      const given = typeof commit === 'number' ? { committedAt: commit } : commit;
      const committedAt = given.committedAt ?? 0;
      return {
        scheme: 'timelock',
        hotkey: parts.replaced?.[Number(uid)]?.hotkey ?? hotkeyOf(Number(uid)),
        epoch: epochAt(committedAt),
        revealRound: 1,
        commitHash: commitHashOf(committedAt),
        committedAt,
        ...given,
      };
    }),
  );
  return {
    block,
    hash: `0x${block.toString(16).padStart(64, '0')}`,
    specVersion: 424,
    trust: 'T0',
    trustOf: {
      settings: 'T0',
      uids: 'T0',
      commitments: 'T0',
      weights: 'T0',
      pendingWeightCommits: 'T0',
      events: null,
    },
    netuid: 24,
    tempo: 360,
    commitReveal: true,
    revealPeriodEpochs: 1,
    epochIndex: epochAt(block),
    lastEpochBlock: epochBlockAt(block),
    ownerHotkey: hotkeyOf(0),
    uids,
    commitments: [],
    weights: Object.entries(parts.validators).flatMap(([uid, one]) =>
      one.row === null ? [] : [{ uid: Number(uid), row: one.row ?? [] }],
    ),
    pendingWeightCommits: pending,
    events: null,
    ...parts.more,
  };
}

export const paying = (uid: number): WeightEntry[] =>
  (
    [
      [uid, 65535],
      [FALLBACK, 7282],
    ] as WeightEntry[]
  ).sort(([a], [b]) => a - b);
