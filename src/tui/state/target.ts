import { printable } from '../../domain/printable.js';
import type { RoundResult } from '../../domain/verdict.js';
import { eraList } from '../../report/eraList.js';
import type { RoundRow } from '../../report/roundRow.js';
import { ROUND_TABS, type RoundTab } from '../keyCommand.js';
import { type AppState, openPlace, type Place, unfinished } from './app.js';
import { initialRound } from './round.js';
import { selectedRound, shownRounds } from './rounds.js';
import { initialWeights } from './weights.js';
import type { World } from './world.js';

/** Somewhere to go: a screen, and what is selected or filtered there. */
export interface Target {
  readonly place: Place;
  /** What it is, in a few words. */
  readonly label: string;
  readonly tab?: RoundTab;
  readonly filter?: string;
  /** Selected on the list of rounds. */
  readonly select?: string;
  /** Selected in another list, by its name. */
  readonly cursor?: readonly [name: string, index: number];
}

const MAX_TYPED = 80;
const SCREENS = ['rounds', 'eras', 'reigns', 'doctor', 'weights', 'compare', 'live'];
const ROUNDS: Place = { screen: 'rounds', key: null };

/** Whether a block belongs to a round: from its seed block, for the length that seed block and number of the round give. */
const holdsBlock = (result: RoundResult, block: number): boolean =>
  block >= result.seedBlock && block - result.seedBlock < result.seedBlock / result.roundId;

/** The latest replay of a round number, or of the round that a block lies in. */
const rowOf = (number: number, rows: readonly RoundRow[]): RoundRow | null =>
  rows.findLast((one) => one.roundId === number && one.result !== null) ??
  rows.findLast((one) => one.roundId === number) ??
  rows.findLast((one) => one.result !== null && holdsBlock(one.result, number)) ??
  null;

const roundTarget = (row: RoundRow, tab?: RoundTab): Target =>
  row.result === null
    ? { place: ROUNDS, label: `round ${row.roundId}, not replayed`, select: row.key, filter: '' }
    : {
        place: { screen: 'round', key: row.key },
        label: `round ${row.roundId}${tab === undefined ? '' : `, tab ${tab}`}`,
        ...(tab === undefined ? {} : { tab }),
      };

const weightsTarget = (row: RoundRow | null): Target | null =>
  row?.result == null
    ? null
    : { place: { screen: 'weights', key: row.key }, label: `weights of round ${row.roundId}` };

const eraTarget = (id: string): Target | null => {
  const at = eraList().findIndex((era) => era.id.toLowerCase() === id.toLowerCase());
  return at < 0
    ? null
    : { place: { screen: 'eras', key: null }, label: `era ${id.toUpperCase()}`, cursor: ['eras', at] };
};

/** `word` or `word/part`, where the word names a screen. */
const screenTarget = (word: string, part: string, world: World): Target | null => {
  const { rows } = world.data;
  switch (word) {
    case 'rounds':
      return part === '' ? { place: ROUNDS, label: 'rounds', filter: '' } : null;
    case 'eras':
      return part === ''
        ? { place: { screen: 'eras', key: null }, label: 'rules over time' }
        : eraTarget(part);
    case 'reigns':
      return part === '' ? { place: { screen: 'reigns', key: null }, label: 'reigns' } : null;
    case 'doctor':
      return part === '' && world.can.probe
        ? { place: { screen: 'doctor', key: null }, label: 'doctor' }
        : null;
    case 'weights':
      return weightsTarget(
        part === '' ? newest(world) : /^#?\d+$/.test(part) ? rowOf(digits(part), rows) : null,
      );
    case 'compare': {
      if (!world.can.compare) return null;
      const key = part === '' ? null : part;
      if (key !== null && !isPair(key)) return null;
      return { place: { screen: 'compare', key }, label: key === null ? 'compare' : `compare ${key}` };
    }
    case 'live': {
      const view = unfinished(world.data) ?? (part === '' ? world.data.views.at(-1) : undefined) ?? null;
      return view === null || part !== ''
        ? null
        : { place: { screen: 'live', key: view.path }, label: `progress of ${view.id}` };
    }
    default:
      return null;
  }
};

const digits = (text: string): number => Number(text.replace('#', ''));
const isPair = (text: string): boolean => /^[^.\s][^\s]*?\.\.[^.\s][^\s]*$/.test(text);

const newest = (world: World): RoundRow | null => {
  const [first] = world.data.rows.slice(-1);
  return first ?? null;
};

/**
 * Where a text leads: a screen, `ROUND/tab`, `weights/ROUND`, `compare/A..B`, a round, block, UID, hotkey, era, replay or
 * anything that the filter finds. Null when there is no such thing here.
 */
export const resolveTarget = (text: string, world: World): Target | null => {
  const { rows, views } = world.data;
  const what = text.trim();
  const [word = '', ...more] = what.split('/');
  const part = more.join('/');
  const bare = word.replace(/^(?:#|round |block |era )/i, '').trim();
  const view = views.find((one) => one.id === what);
  if (view !== undefined)
    return view.sealed
      ? { place: ROUNDS, label: `rounds of replay ${view.id}`, filter: `replay:${view.id}` }
      : { place: { screen: 'live', key: view.path }, label: `progress of replay ${view.id}` };
  if (SCREENS.includes(word.toLowerCase())) return screenTarget(word.toLowerCase(), part, world);
  if (/^\d+$/.test(bare)) {
    const row = rowOf(Number(bare), rows);
    const tab = ROUND_TABS.find((one) => one === part.toLowerCase());
    if (row !== null && (part === '' || tab !== undefined)) return roundTarget(row, tab);
  }
  if (part === '' && /^p\d+$|^end$/i.test(bare)) return eraTarget(bare);
  if (part === '' && isPair(what) && world.can.compare && !/^#?\d+\.\.#?\d+$/.test(what))
    return screenTarget('compare', what, world);
  return filterTarget(what, world);
};

const filterTarget = (what: string, world: World): Target | null => {
  const filter = printable(what, MAX_TYPED);
  if (filter === '') return null;
  const query = { filter, order: 'newest first', onlyFindings: false, onlyMoved: false } as const;
  const found = shownRounds(world.data.rows, { ...query, selected: null, marked: [], anchor: null }).length;
  if (found === 0) return null;
  return { place: ROUNDS, label: `${found} round${found === 1 ? '' : 's'} with "${filter}"`, filter };
};

/** Opens a screen of a round; on the way the selection of the list follows. */
export const openRow = (state: AppState, screen: 'round' | 'weights', key: string): AppState => {
  const same = state.rounds.selected === key && state.stack.some((place) => place.key === key);
  const kept = Object.entries(state.cursor).filter(([name]) => !name.startsWith('round.'));
  return openPlace(
    {
      ...state,
      rounds: { ...state.rounds, selected: key },
      round: same ? state.round : initialRound,
      weights: same ? state.weights : initialWeights,
      cursor: same ? state.cursor : Object.fromEntries(kept),
    },
    { screen, key },
  );
};

/** Goes to a target: its screen on top, selected or filtered what it names. */
export const goTo = (state: AppState, target: Target, world: World): AppState => {
  const { place, tab, filter, select, cursor } = target;
  if ((place.screen === 'round' || place.screen === 'weights') && place.key !== null) {
    const opened = openRow(state, place.screen, place.key);
    return tab === undefined ? opened : { ...opened, round: { ...opened.round, tab } };
  }
  const base: AppState = {
    ...state,
    ...(cursor === undefined ? {} : { cursor: { ...state.cursor, [cursor[0]]: cursor[1] } }),
  };
  if (place.screen !== 'rounds') return openPlace(base, place);
  const rounds = {
    ...base.rounds,
    ...(filter === undefined ? {} : { filter, onlyFindings: false, onlyMoved: false }),
  };
  const selected = select ?? selectedRound(shownRounds(world.data.rows, rounds), rounds)?.key ?? null;
  return { ...base, stack: [ROUNDS], ahead: [], rounds: { ...rounds, selected } };
};
