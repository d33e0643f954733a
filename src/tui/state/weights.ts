import type { ValidatorRow } from '../../domain/weights.js';
import type { CommandId } from '../keyCommand.js';
import { moveIndex } from './list.js';

export interface WeightsState {
  readonly selected: number | null;
  readonly onlyDiffering: boolean;
}

export const initialWeights: WeightsState = { selected: null, onlyDiffering: false };

/** Rows by stake, largest first; only those that differ when asked for. */
export const shownValidators = (
  rows: readonly ValidatorRow[],
  state: WeightsState,
): readonly ValidatorRow[] =>
  rows
    .filter((row) => !state.onlyDiffering || row.status === 'differs')
    .sort((a, b) => b.stakeWeight - a.stakeWeight || a.uid - b.uid);

export const selectedValidator = (shown: readonly ValidatorRow[], state: WeightsState): ValidatorRow | null =>
  shown.find((row) => row.uid === state.selected) ?? shown[0] ?? null;

export const reduceWeights = (
  state: WeightsState,
  command: CommandId,
  rows: readonly ValidatorRow[],
  page: number,
): WeightsState => {
  if (command === 'show.findings') return { ...state, onlyDiffering: !state.onlyDiffering };
  const shown = shownValidators(rows, state);
  const current = selectedValidator(shown, state);
  const at = current === null ? 0 : shown.indexOf(current);
  return { ...state, selected: shown[moveIndex(command, at, shown.length, page)]?.uid ?? null };
};
