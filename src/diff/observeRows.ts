import type { ChainState } from '../domain/chainState.js';
import type { RoundBlocks } from '../domain/round.js';
import type { ValidatorRow } from '../domain/weights.js';
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
    const base = { uid, hotkey, stakeWeight, expected: against.expected };
    const current = judgedRow(validator, against);
    const hidden = validator.hidden.findLast(
      (block) => block >= round.activationBlock && block < windowEnd(round),
    );
    if (current === null && hidden !== undefined)
      return {
        ...base,
        decidedAt: hidden,
        visibleAt: null,
        set: [],
        status: 'hidden',
        note: `Its decision of block ${hidden} is committed and not revealed at block ${states.at(-1)?.block}, the last one recorded.`,
      };
    const row = current ?? olderRow(validator, round);
    if (row === null)
      return {
        ...base,
        decidedAt: null,
        visibleAt: null,
        set: [],
        status: 'unset',
        note: 'It shows no row at the recorded blocks.',
      };
    const { decidedAt, visibleAt, last } = row;
    return { ...base, decidedAt, visibleAt, set: last, ...rowStatus(row, round, states, against) };
  }
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
