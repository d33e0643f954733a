import type { ChainState } from '../domain/chainState.js';
import type { RoundBlocks } from '../domain/round.js';
import type { DroppedDecision, ValidatorRow } from '../domain/weights.js';
import { windowEnd } from '../eras/roundBlocks.js';
import {
  type FollowedValidator,
  followRows,
  rowOfDecision,
  rowOfWindow,
  type ShownRow,
} from './followRows.js';
import { paidStranger, type RowExpectation, rowStatus } from './rowStatus.js';

export interface RowsInput extends RowExpectation {
  readonly round: RoundBlocks;
  /** Recorded states, ascending, from before the activation block up to the next activation block or later. */
  readonly states: readonly ChainState[];
}

/**
 * One judged row per validator with a permit, ascending by UID. The row decided in the window from this activation
 * block to the next one counts; without one, the older row that is still shown.
 */
export function validatorRows(input: RowsInput): ValidatorRow[] {
  const { round, states } = input;
  return followRows(round, states)
    .map((validator) => judged(validator, input))
    .sort((a, b) => a.uid - b.uid);

  function judged(validator: FollowedValidator, against: RowsInput): ValidatorRow {
    const { uid, hotkey, stakeWeight } = validator;
    const dropped = validator.dropped.filter(
      ({ decidedAt }) => decidedAt >= round.activationBlock && decidedAt < windowEnd(round),
    );
    const rowAs = (
      decidedAt: ValidatorRow['decidedAt'],
      visibleAt: ValidatorRow['visibleAt'],
      set: ValidatorRow['set'],
      status: ValidatorRow['status'],
      note: string,
    ): ValidatorRow => {
      const { expected } = against;
      return dropped.length === 0
        ? { uid, hotkey, stakeWeight, expected, decidedAt, visibleAt, set, status, note }
        : { uid, hotkey, stakeWeight, expected, dropped, decidedAt, visibleAt, set, status, note };
    };
    const current = judgedRow(validator, against);
    const hidden = validator.hidden.findLast(
      (block) => block >= round.activationBlock && block < windowEnd(round),
    );
    if (current === null && hidden !== undefined)
      return rowAs(
        hidden,
        null,
        [],
        'hidden',
        `Its decision of block ${hidden} is committed and not revealed at block ${states.at(-1)?.block}, the last one recorded.`,
      );
    const row = current ?? olderRow(validator, round);
    if (row === null)
      return rowAs(
        null,
        null,
        [],
        'unset',
        withEvents('It shows no row at the recorded blocks.', null, dropped),
      );
    const { decidedAt, visibleAt, last } = row;
    const { status, note } = rowStatus(row, round, states, against);
    return rowAs(decidedAt, visibleAt, last, status, withEvents(note, row, dropped));
  }
}

const WHY: Readonly<Record<DroppedDecision['why'], string>> = {
  expired: 'expired before it was revealed',
  failed: 'was taken by the chain without a row being set',
  'passed-over': 'was passed over for a later commit',
  replaced: 'ended with the UID or hotkey that it was made for',
};

/** A note with what events or the end of a commit add to it: one sentence still. */
function withEvents(note: string, row: ShownRow | null, dropped: readonly DroppedDecision[]): string {
  const more = [
    ...(row?.repeated === true ? [`it was set again, as block ${row.visibleAt} shows`] : []),
    ...dropped.map(({ decidedAt, why }) => `its decision of block ${decidedAt} ${WHY[why]}`),
  ];
  return more.length === 0 ? note : `${note.replace(/\.$/, '')}; ${more.join('; ')}.`;
}

/** The row of the round's decision; a later one of the window when it pays a stranger who took the winner's UID. */
function judgedRow(validator: FollowedValidator, input: RowsInput): ShownRow | null {
  const { round, states } = input;
  const later = rowOfWindow(validator, round);
  const paysStranger = later !== null && paidStranger(later, round, states, input) !== null;
  return paysStranger ? later : rowOfDecision(validator, round);
}

/** The row that still stands when the window closes and was not decided in a later one. */
const olderRow = (validator: FollowedValidator, round: RoundBlocks): ShownRow | null =>
  validator.shown.findLast(
    (row) => row.visibleAt <= windowEnd(round) && (row.decidedAt ?? 0) < round.activationBlock,
  ) ?? null;
