import type { CommandId } from '../keyCommand.js';
import type { RoundRow } from '../present/roundRow.js';
import { filterRounds, ORDERS, type RoundsQuery } from './filterRounds.js';
import { moveIndex } from './list.js';

/** The rounds screen. The selection is a key, so that it stays on its round while rows come, go and change order. */
export interface RoundsState extends RoundsQuery {
  readonly selected: string | null;
}

export const initialRounds: RoundsState = {
  selected: null,
  filter: '',
  order: 'newest first',
  onlyFindings: false,
  onlyMoved: false,
};

let last: { rows: readonly RoundRow[]; query: RoundsQuery; shown: readonly RoundRow[] } | null = null;

/** The rows on the screen, in their order; computed once per change of rows or query. */
export const shownRounds = (rows: readonly RoundRow[], state: RoundsState): readonly RoundRow[] => {
  const same =
    last !== null &&
    last.rows === rows &&
    last.query.filter === state.filter &&
    last.query.order === state.order &&
    last.query.onlyFindings === state.onlyFindings &&
    last.query.onlyMoved === state.onlyMoved;
  if (last === null || !same) last = { rows, query: state, shown: filterRounds(rows, state) };
  return last.shown;
};

/** The selected row, or the first when the selected one is not shown. */
export const selectedRound = (shown: readonly RoundRow[], state: RoundsState): RoundRow | null =>
  shown.find((row) => row.key === state.selected) ?? shown[0] ?? null;

/** The row with the next higher or lower round number. */
export const neighbour = (
  shown: readonly RoundRow[],
  from: RoundRow | null,
  step: 1 | -1,
): RoundRow | null => {
  const ordered = [...shown].sort((a, b) => a.roundId - b.roundId || (a.key < b.key ? -1 : 1));
  const at = ordered.findIndex((row) => row.key === from?.key);
  return at < 0 ? null : (ordered[at + step] ?? null);
};

/** @param page rows of half a page */
export const reduceRounds = (
  state: RoundsState,
  command: CommandId,
  rows: readonly RoundRow[],
  page: number,
): RoundsState => {
  const shown = shownRounds(rows, state);
  const current = selectedRound(shown, state);
  switch (command) {
    case 'sort.next': {
      const order = ORDERS[(ORDERS.indexOf(state.order) + 1) % ORDERS.length] ?? 'newest first';
      return { ...state, order, selected: current?.key ?? null };
    }
    case 'show.findings':
      return { ...state, onlyFindings: !state.onlyFindings, selected: current?.key ?? null };
    case 'show.moved':
      return { ...state, onlyMoved: !state.onlyMoved, selected: current?.key ?? null };
    case 'round.next':
    case 'round.previous':
      return {
        ...state,
        selected: (neighbour(shown, current, command === 'round.next' ? 1 : -1) ?? current)?.key ?? null,
      };
    default: {
      const at = current === null ? 0 : shown.indexOf(current);
      return { ...state, selected: shown[moveIndex(command, at, shown.length, page)]?.key ?? null };
    }
  }
};
