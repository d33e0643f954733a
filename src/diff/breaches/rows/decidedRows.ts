import type { BlockNumber } from '../../../domain/block.js';
import { flatMap } from '../../../domain/flatMap.js';
import type { Hotkey, Uid } from '../../../domain/identity.js';
import type { WeightEntry } from '../../../domain/weights.js';
import { type FollowedValidator, followRows, rowOfDecision, type ShownRow } from '../../followRows.js';
import type { BreachInput } from '../breachInput.js';
import { paidUid } from './paidUid.js';

/** A row whose decision is known by its block, and which is certainly not the row shown before. */
export interface DecidedRow {
  /** The validator's. */
  readonly uid: Uid;
  readonly hotkey: Hotkey;
  readonly stake: number;
  readonly decidedAt: BlockNumber;
  readonly visibleAt: BlockNumber;
  /** As it appeared. */
  readonly row: readonly WeightEntry[];
  /** Whom it pays; null when it does not tell. */
  readonly paid: Uid | null;
}

type RowsOf = Pick<BreachInput, 'round' | 'states' | 'fallbackUid'>;

/** Every such row of the recorded states, by validator and then by block of decision (rule: rows and commits, docs/methodology.md). */
export const decidedRows = ({ round, states, fallbackUid }: RowsOf): DecidedRow[] =>
  flatMap(followRows(round, states), (validator) =>
    flatMap(validator.shown, (row) => decided(validator, row, fallbackUid)).sort(
      (a, b) => a.decidedAt - b.decidedAt,
    ),
  );

/** The row that speaks for the round's crown, of every validator that shows one. */
export const rowsOfRound = ({ round, states, fallbackUid }: RowsOf): DecidedRow[] =>
  flatMap(followRows(round, states), (validator) => {
    const row = rowOfDecision(validator, round);
    return row === null ? [] : decided(validator, row, fallbackUid);
  });

function decided(validator: FollowedValidator, row: ShownRow, fallbackUid: Uid | null): DecidedRow[] {
  const { uid, hotkey, stakeWeight: stake } = validator;
  const { decidedAt, visibleAt, first } = row;
  if (decidedAt === null || row.unchanged || row.inherited) return [];
  return [{ uid, hotkey, stake, decidedAt, visibleAt, row: first, paid: paidUid(first, fallbackUid) }];
}

/** Validators with the blocks of their decisions, for a sentence. */
export const listRows = (rows: readonly Pick<DecidedRow, 'uid' | 'decidedAt'>[]): string =>
  [...new Set(rows.map((one) => `UID ${one.uid} (block ${one.decidedAt})`))].join(', ');
