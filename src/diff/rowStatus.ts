import type { ChainState } from '../domain/chainState.js';
import { flatMap } from '../domain/flatMap.js';
import type { Hotkey, Uid } from '../domain/identity.js';
import type { RoundBlocks } from '../domain/round.js';
import { uidAt } from '../domain/uidAt.js';
import type { RowStatus, WeightEntry } from '../domain/weights.js';
import type { ShownRow } from './followRows.js';
import { strangerAt } from './strangerAt.js';

/** What the rows of a round are held against. */
export interface RowExpectation {
  readonly expected: readonly WeightEntry[];
  /** Rows of the other legal settings. */
  readonly alternatives: readonly { readonly setting: string; readonly expected: readonly WeightEntry[] }[];
  /** null in an era without one. */
  readonly fallbackUid: Uid | null;
  /** Whose model won, by hotkey; null when it is not known. */
  readonly winner: { readonly uid: Uid; readonly hotkey: Hotkey } | null;
}

export interface Judgement {
  readonly status: RowStatus;
  readonly note: string;
}

/** Status of a visible row; the commit's block decides whom a UID stood for and whether the row is of this round. */
export function rowStatus(
  row: ShownRow,
  round: RoundBlocks,
  states: readonly ChainState[],
  against: RowExpectation,
): Judgement {
  const inWindow = row.decidedAt !== null && row.decidedAt >= round.activationBlock;
  const stranger = paidStranger(row, round, states, against);
  if (stranger !== null) return { status: inWindow ? 'differs' : 'stale', note: stranger };
  if (sameRow(row.last, against.expected))
    return {
      status: 'equal',
      note: !inWindow
        ? 'An older row, and still the one that the rule gives.'
        : row.unchanged
          ? 'It is the row shown before, and the one that the rule gives; nothing recorded shows that it was set again.'
          : 'It is the row that the rule gives.',
    };
  const restored = withoutZeros(row, states, against.expected);
  if (restored !== null && sameRow(restored.row, against.expected)) return zeroed(restored.uids);
  for (const other of against.alternatives) {
    if (sameRow(row.last, other.expected))
      return { status: 'policy', note: `It is the row of the legal setting ${other.setting}.` };
    const again = withoutZeros(row, states, other.expected);
    if (again !== null && sameRow(again.row, other.expected)) return zeroed(again.uids, other.setting);
  }
  return otherRow(row, round, inWindow, against.fallbackUid);
}

function otherRow(row: ShownRow, round: RoundBlocks, inWindow: boolean, fallbackUid: Uid | null): Judgement {
  const only = row.last.length === 1 ? row.last[0] : undefined;
  if (only !== undefined && only[0] === fallbackUid && only[1] > 0)
    return { status: 'fallback', note: `It pays the fallback UID ${fallbackUid} alone.` };
  if (!inWindow)
    return {
      status: 'stale',
      note:
        row.decidedAt === null
          ? row.inherited
            ? 'The former holder of its UID left it: its validator has set nothing since it was registered.'
            : row.visibleAt <= round.activationBlock
              ? `It was shown at block ${row.visibleAt} already, not after this round's activation block ${round.activationBlock}.`
              : 'The block of its commit is not recorded; nothing shows that it was decided in this round.'
          : `It was decided at block ${row.decidedAt}, before this round's activation block ${round.activationBlock}.`,
    };
  if (row.unchanged)
    return {
      status: 'stale',
      note: 'It is the row that was shown before; nothing recorded shows that it was set again.',
    };
  return { status: 'differs', note: 'It is not the row of the rule under any legal setting.' };
}

const zeroed = (uids: readonly Uid[], setting?: string): Judgement => ({
  status: 'zeroed',
  note: `The chain put 0 at UID ${uids.join(', ')}, replaced after the row was decided; otherwise it is the row of ${setting === undefined ? 'the rule' : `the legal setting ${setting}`}.`,
});

/**
 * A sentence when the row pays the winner's UID although it was registered to somebody else before the row was
 * decided. A hotkey that changed without a registration is a swap, not a replacement.
 */
export function paidStranger(
  row: ShownRow,
  round: RoundBlocks,
  states: readonly ChainState[],
  { winner }: RowExpectation,
): string | null {
  // A row that may be the one shown before may have been decided before the stranger came.
  if (winner === null || row.decidedAt === null || row.unchanged) return null;
  const pays = row.last.some(([uid, weight]) => uid === winner.uid && weight > 0);
  const holder = pays ? strangerAt(states, round, winner.uid, winner.hotkey, row.decidedAt) : null;
  if (holder === null) return null;
  return `It pays UID ${winner.uid}, which belonged to ${holder.hotkey} when the row was decided (block ${row.decidedAt}); the winning model is of ${winner.hotkey}.`;
}

/** The row with the expected weights at UIDs that were replaced after it was decided; null when there is none. */
function withoutZeros(
  row: ShownRow,
  states: readonly ChainState[],
  expected: readonly WeightEntry[],
): { row: WeightEntry[]; uids: Uid[] } | null {
  const state = states.find((one) => one.block === row.lastAt);
  const replaced = flatMap(row.last, ([uid, weight]) => {
    const holder = state && uidAt(state, uid);
    const since = holder?.registeredAt ?? 0;
    return weight === 0 && since > (row.decidedAt ?? row.visibleAt) ? [uid] : [];
  });
  if (replaced.length === 0) return null;
  const wanted = new Map(expected);
  return {
    row: row.last.map(
      ([uid, weight]): WeightEntry => [uid, replaced.includes(uid) ? (wanted.get(uid) ?? 0) : weight],
    ),
    uids: replaced,
  };
}

/** Exactly the same pairs; order does not count. */
function sameRow(a: readonly WeightEntry[], b: readonly WeightEntry[]): boolean {
  const other = new Map(b);
  return (
    a.length === b.length && other.size === b.length && a.every(([uid, weight]) => other.get(uid) === weight)
  );
}
