import type { RoundRow } from '../../report/roundRow.js';
import type { CommandId } from '../keyCommand.js';
import { filterRounds, IS_MARKED, type RoundsQuery } from './filterRounds.js';
import { moveIndex } from './list.js';
import { nextOrder } from './sortRounds.js';

/** The rounds screen. The selection is a key, so that it stays on its round while rows come, go and change order. */
export interface RoundsState extends RoundsQuery {
  readonly selected: string | null;
  /** Where a range of marks begins; null while none is begun. */
  readonly anchor: string | null;
}

export const initialRounds: RoundsState = {
  selected: null,
  filter: '',
  order: 'newest first',
  onlyFindings: false,
  onlyMoved: false,
  marked: [],
  anchor: null,
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
    last.query.onlyMoved === state.onlyMoved &&
    (last.query.marked === state.marked || !state.filter.toLowerCase().includes(IS_MARKED));
  if (last === null || !same) last = { rows, query: state, shown: filterRounds(rows, state) };
  return last.shown;
};

/** The selected row, or the first when the selected one is not shown. */
export const selectedRound = (shown: readonly RoundRow[], state: RoundsState): RoundRow | null =>
  shown.find((row) => row.key === state.selected) ?? shown[0] ?? null;

const isBefore = (a: RoundRow, b: RoundRow): boolean =>
  a.roundId === b.roundId ? a.key < b.key : a.roundId < b.roundId;

/** The row with the next higher or lower round number; null when the row itself is not among them. */
export const neighbour = (
  shown: readonly RoundRow[],
  from: RoundRow | null,
  step: 1 | -1,
): RoundRow | null => {
  if (from === null || !shown.some((row) => row.key === from.key)) return null;
  let best: RoundRow | null = null;
  for (const row of shown) {
    if (row.key === from.key || isBefore(row, from) !== (step === -1)) continue;
    if (best === null || isBefore(row, best) === (step === 1)) best = row;
  }
  return best;
};

/**
 * The match beside a row in the order of the list: the next that the filter finds, without a filter the next wrong crown.
 * From a row that is not shown, the first or last of them.
 */
export const matchBeside = (
  shown: readonly RoundRow[],
  state: RoundsState,
  from: RoundRow | null,
  step: 1 | -1,
): RoundRow | null => {
  const at = from === null ? -1 : shown.findIndex((row) => row.key === from.key);
  const first = at >= 0 ? at + step : step === 1 ? 0 : shown.length - 1;
  for (let next = first; next >= 0 && next < shown.length; next += step) {
    const row = shown[next];
    if (row !== undefined && (state.filter !== '' || row.verdict === 'wrong-crown')) return row;
  }
  return null;
};

/** Rows that are marked, ascending by round. */
export const markedRounds = (rows: readonly RoundRow[], state: RoundsState): RoundRow[] => {
  if (state.marked.length === 0) return [];
  const marked = new Set(state.marked);
  return rows.filter((row) => marked.has(row.key));
};

const toggled = (marked: readonly string[], key: string): readonly string[] =>
  marked.includes(key) ? marked.filter((one) => one !== key) : [...marked, key];

/** First press begins a range, the second marks what lies between in the order shown. */
const markRange = (state: RoundsState, shown: readonly RoundRow[], key: string): RoundsState => {
  const from = shown.findIndex((row) => row.key === state.anchor);
  const to = shown.findIndex((row) => row.key === key);
  if (from < 0) return { ...state, anchor: key, selected: key };
  const between = shown.slice(Math.min(from, to), Math.max(from, to) + 1).map((row) => row.key);
  return { ...state, anchor: null, selected: key, marked: [...new Set([...state.marked, ...between])] };
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
  const at = current === null ? 0 : shown.indexOf(current);
  const selected = current?.key ?? null;
  switch (command) {
    case 'sort.next':
      return { ...state, order: nextOrder(state.order, 1), selected };
    case 'sort.column':
      return { ...state, order: nextOrder(state.order, 2), selected };
    case 'show.findings':
      return { ...state, onlyFindings: !state.onlyFindings, selected };
    case 'show.moved':
      return { ...state, onlyMoved: !state.onlyMoved, selected };
    case 'mark': {
      if (current === null) return state;
      const next = shown[Math.min(shown.length - 1, at + 1)]?.key ?? null;
      return { ...state, marked: toggled(state.marked, current.key), selected: next };
    }
    case 'mark.range':
      return current === null ? state : markRange(state, shown, current.key);
    case 'mark.clear':
      return { ...state, marked: [], anchor: null };
    case 'match.next':
    case 'match.previous': {
      const to = matchBeside(shown, state, current, command === 'match.next' ? 1 : -1);
      return { ...state, selected: to?.key ?? selected };
    }
    case 'round.next':
    case 'round.previous': {
      const to = neighbour(shown, current, command === 'round.next' ? 1 : -1) ?? current;
      return { ...state, selected: to?.key ?? null };
    }
    default:
      return { ...state, selected: shown[moveIndex(command, at, shown.length, page)]?.key ?? null };
  }
};
