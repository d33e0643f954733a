import type { ChainState, PendingWeightCommit, UidState } from '../../src/domain/chainState.js';
import type { WeightEntry } from '../../src/domain/weights.js';
import { roundBlocks } from '../../src/eras/roundBlocks.js';

export const round = roundBlocks(11700);
export const ACTIVATION = round.activationBlock;
export const NEXT_ACTIVATION = ACTIVATION + 720;
export const FALLBACK = 155;

const N_UIDS = 160;

interface ValidatorAt {
  readonly lastUpdate: number;
  readonly row?: readonly WeightEntry[];
  /** Blocks of commits that are not revealed yet. */
  readonly pending?: readonly number[];
}

export interface StateParts {
  readonly validators: Readonly<Record<number, ValidatorAt>>;
  /** UIDs that belong to another hotkey since a block. */
  readonly replaced?: Readonly<Record<number, { readonly hotkey: string; readonly registeredAt: number }>>;
  readonly stake?: Readonly<Record<number, number>>;
}

export const hotkeyOf = (uid: number): string => `hotkey-${uid}`;

/** A chain state with 160 UIDs; the validators named in any state of the test hold permits. */
export function stateAt(block: number, parts: StateParts): ChainState {
  const uids: UidState[] = Array.from({ length: N_UIDS }, (_, uid) => ({
    uid,
    hotkey: parts.replaced?.[uid]?.hotkey ?? hotkeyOf(uid),
    permit: uid in parts.validators,
    stakeWeight: parts.stake?.[uid] ?? 1000,
    lastUpdate: parts.validators[uid]?.lastUpdate ?? 0,
    registeredAt: parts.replaced?.[uid]?.registeredAt ?? 1,
  }));
  const pending = Object.entries(parts.validators).flatMap(([uid, one]) =>
    (one.pending ?? []).map(
      (committedAt): PendingWeightCommit => ({
        hotkey: hotkeyOf(Number(uid)),
        committedAt,
        epoch: 1,
        revealRound: 1,
      }),
    ),
  );
  return {
    block,
    hash: `0x${block.toString(16).padStart(64, '0')}`,
    specVersion: 424,
    trust: 'T0',
    netuid: 24,
    tempo: 360,
    commitReveal: true,
    revealPeriodEpochs: 1,
    uids,
    commitments: [],
    weights: Object.entries(parts.validators).map(([uid, one]) => ({ uid: Number(uid), row: one.row ?? [] })),
    pendingWeightCommits: pending,
  };
}

export const paying = (uid: number): WeightEntry[] =>
  (
    [
      [uid, 65535],
      [FALLBACK, 7282],
    ] as WeightEntry[]
  ).sort(([a], [b]) => a - b);
