import { printable } from '../../domain/printable.js';
import type { RoundResult } from '../../domain/verdict.js';
import type { CommandId } from '../keyCommand.js';
import { commandFor, disabledReason, KEYS } from '../keys.js';
import { orderChallengers } from '../present/roundRow.js';
import { THEMES } from '../theme.js';
import { type AppState, initialState, openPlace, placeOf, unfinished } from './app.js';
import { initialHelp, reduceHelp, selectedCommand, shownCommands } from './help.js';
import { reduceLive } from './live.js';
import { initialRound, reduceRound } from './round.js';
import { neighbour, reduceRounds, selectedRound, shownRounds } from './rounds.js';
import { initialWeights, reduceWeights, selectedValidator, shownValidators } from './weights.js';
import { currentRow, currentView, extentOf, factsOf, screenOf, type World } from './world.js';

/** What a key asks for outside of the state. */
export type Effect =
  | { readonly type: 'copy'; readonly text: string; readonly what: string }
  | { readonly type: 'replay'; readonly roundId: number }
  | { readonly type: 'redraw' }
  | { readonly type: 'quit'; readonly code: 0 | 130 };

export interface Pressed {
  readonly state: AppState;
  readonly effects: readonly Effect[];
}

const MAX_TYPED = 80;

const only = (state: AppState): Pressed => ({ state, effects: [] });

/** The full value behind the selection: never the cell that the window has room for. */
const copied = (state: AppState, world: World): Effect | null => {
  const screen = screenOf(state);
  const row = currentRow(state, world);
  if (screen === 'live') {
    const view = currentView(state, world);
    return view === null
      ? null
      : { type: 'copy', text: world.resumeCommand(view), what: 'the resume command' };
  }
  if (row === null) return null;
  if (screen === 'weights' && row.result !== null) {
    const shown = shownValidators(row.result.validators, state.weights);
    const validator = selectedValidator(shown, state.weights);
    if (validator !== null)
      return { type: 'copy', text: validator.hotkey, what: `the hotkey of u${validator.uid}` };
  }
  if (screen === 'round' && row.result !== null) {
    const challenger = orderChallengers(row.result)[state.round.challenger] ?? row.result.king;
    if (challenger)
      return {
        type: 'copy',
        text: printable(`${challenger.repo}@${challenger.revision}`),
        what: `the revision of u${challenger.uid}`,
      };
  }
  return { type: 'copy', text: String(row.roundId), what: 'the round' };
};

const back = (state: AppState): AppState => {
  const place = placeOf(state);
  if (state.stack.length > 1) return { ...state, stack: state.stack.slice(0, -1) };
  if (place.screen !== 'rounds') return { ...state, stack: [{ screen: 'rounds', key: null }] };
  const { rounds } = state;
  if (rounds.filter !== '') return { ...state, rounds: { ...rounds, filter: '' } };
  if (rounds.onlyFindings || rounds.onlyMoved)
    return { ...state, rounds: { ...rounds, onlyFindings: false, onlyMoved: false } };
  return state;
};

/** Opens a screen of the current round; on the way the selection of the list follows. */
const openRow = (state: AppState, screen: 'round' | 'weights', key: string): AppState => {
  const same = placeOf(state).key === key;
  return openPlace(
    {
      ...state,
      rounds: { ...state.rounds, selected: key },
      round: same ? state.round : initialRound,
      weights: same ? state.weights : initialWeights,
    },
    { screen, key },
  );
};

/** Commands that mean the same wherever they are bound. */
const general = (state: AppState, id: CommandId, world: World): Pressed | null => {
  const row = currentRow(state, world);
  switch (id) {
    case 'round.open':
      return row === null ? null : only(openRow(state, 'round', row.key));
    case 'weights.open':
      return row === null ? null : only(openRow(state, 'weights', row.key));
    case 'live.open':
      return only(openPlace(state, { screen: 'live', key: unfinished(world.data)?.path ?? null }));
    case 'filter.open':
      return only({ ...state, filtering: true });
    case 'help.open':
      return only({ ...state, help: initialHelp });
    case 'theme.next': {
      const theme = THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length] ?? 'dark';
      return only({ ...state, theme, message: `theme ${theme}` });
    }
    case 'back':
      return only(back(state));
    case 'redraw':
      return { state, effects: [{ type: 'redraw' }] };
    case 'replay':
      return row === null ? null : { state, effects: [{ type: 'replay', roundId: row.roundId }] };
    case 'copy': {
      const effect = copied(state, world);
      return effect === null ? null : { state, effects: [effect] };
    }
    case 'quit':
      if (world.data.running !== null) return only({ ...state, quitting: true });
      return { state, effects: [{ type: 'quit', code: 0 }] };
    default:
      return null;
  }
};

const moved = (state: AppState, id: CommandId, world: World): AppState => {
  const { length, maxScroll, page } = extentOf(state, world);
  const row = currentRow(state, world);
  const place = placeOf(state);
  if (place.screen === 'rounds')
    return { ...state, rounds: reduceRounds(state.rounds, id, world.data.rows, page) };
  if (place.screen === 'live') return { ...state, live: reduceLive(state.live, id, maxScroll, page) };
  if (id === 'round.next' || id === 'round.previous') {
    const to = neighbour(world.data.rows, row, id === 'round.next' ? 1 : -1);
    if (to === null) return state;
    const tab = state.round.tab;
    const next = openRow(state, place.screen, to.key);
    return { ...next, round: { ...next.round, tab } };
  }
  const result = row?.result;
  if (!result) return state;
  if (place.screen === 'weights')
    return { ...state, weights: reduceWeights(state.weights, id, result.validators, page) };
  const bounds = { challengers: result.challengers.length, contenders: length, maxScroll, page };
  return { ...state, round: reduceRound(state.round, id, bounds) };
};

/** Does a command on the screen itself. */
const run = (state: AppState, id: CommandId, world: World): Pressed => {
  const command = KEYS.find((one) => one.id === id);
  const reason = command === undefined ? null : disabledReason(command, factsOf(state, world, false));
  if (reason !== null) return only({ ...state, message: `${command?.label}: ${reason}` });
  return general(state, id, world) ?? only(moved(state, id, world));
};

const typed = (text: string, key: string): string => {
  if (key === 'backspace') return [...text].slice(0, -1).join('');
  if (key === 'ctrl-u') return '';
  return [...key].length === 1 && text.length < MAX_TYPED ? printable(`${text}${key}`) : text;
};

const inFilter = (state: AppState, key: string): Pressed => {
  const id = commandFor('filter', key)?.id;
  if (id === 'filter.keep') return only({ ...state, filtering: false });
  if (id === 'filter.clear')
    return only({ ...state, filtering: false, rounds: { ...state.rounds, filter: '' } });
  return only({ ...state, rounds: { ...state.rounds, filter: typed(state.rounds.filter, key) } });
};

const inHelp = (state: AppState, key: string, world: World): Pressed => {
  const help = state.help ?? initialHelp;
  const screen = screenOf(state);
  const id = commandFor('help', key)?.id;
  if (id === 'help.close') return only({ ...state, help: null });
  if (id === 'help.up' || id === 'help.down') return only({ ...state, help: reduceHelp(help, id, screen) });
  if (id === 'help.run') {
    const chosen = selectedCommand(shownCommands(screen, help), help);
    if (chosen === null) return only(state);
    if (chosen.id === 'interrupt') return { state, effects: [{ type: 'quit', code: 130 }] };
    const reason = disabledReason(chosen, factsOf(state, world, false));
    if (reason !== null) return only({ ...state, message: `${chosen.label}: ${reason}` });
    return run({ ...state, help: null }, chosen.id, world);
  }
  return only({ ...state, help: { search: typed(help.search, key), selected: null } });
};

/**
 * One key. Pure: what must happen outside is returned as effects.
 * @param key a name of `readKeys`
 */
export const press = (before: AppState, key: string, world: World): Pressed => {
  const state = { ...before, message: null };
  if (key === 'ctrl-c') return { state, effects: [{ type: 'quit', code: 130 }] };
  if (state.quitting) {
    const id = commandFor('quit', key)?.id;
    if (id === 'quit.yes') return { state, effects: [{ type: 'quit', code: 0 }] };
    return only({ ...state, quitting: id !== 'quit.no' });
  }
  if (state.help !== null) return inHelp(state, key, world);
  if (state.filtering) return inFilter(state, key);
  const command = commandFor(screenOf(state), key);
  return command === undefined ? only(state) : run(state, command.id, world);
};

/** A key while the window is too small to show a screen: only quitting, also from under help or filter. */
export const pressUnseen = (state: AppState, key: string, world: World): Pressed => {
  if (key !== 'q' && key !== 'ctrl-c') return only(state);
  const pressed = press({ ...state, help: null, filtering: false }, key, world);
  return { state: { ...state, quitting: pressed.state.quitting }, effects: pressed.effects };
};

/** Whether a block belongs to a round: from its seed block, for the length that seed block and number of the round give. */
const holdsBlock = (result: RoundResult, block: number): boolean =>
  block >= result.seedBlock && block - result.seedBlock < result.seedBlock / result.roundId;

/** Where the program opens: at what was named on the command line, or at the rounds with a sentence that it was not found. */
export const openAt = (initial: string | undefined, world: World, theme: AppState['theme']): AppState => {
  const start = initialState(theme);
  const { rows, views } = world.data;
  const newest = selectedRound(shownRounds(rows, start.rounds), start.rounds);
  const what = (initial ?? 'rounds').trim().replace(/^#/, '');
  const live = views.find((view) => view.id === what);
  if (live !== undefined && !live.sealed) return openPlace(start, { screen: 'live', key: live.path });
  if (live !== undefined) return { ...start, rounds: { ...start.rounds, filter: `replay:${live.id}` } };
  if (what === 'rounds' || what === '') return start;
  if (what === 'live') {
    const open = unfinished(world.data) ?? views.at(-1) ?? null;
    return open === null
      ? { ...start, message: 'no replay to follow' }
      : openPlace(start, { screen: 'live', key: open.path });
  }
  if (what === 'weights')
    return newest?.result
      ? openRow(start, 'weights', newest.key)
      : { ...start, message: 'no round with weights' };
  if (/^\d+$/.test(what)) {
    const number = Number(what);
    const row =
      rows.findLast((one) => one.roundId === number) ??
      rows.findLast((one) => one.result !== null && holdsBlock(one.result, number));
    if (row?.result) return openRow(start, 'round', row.key);
    if (row) return { ...start, rounds: { ...start.rounds, selected: row.key } };
  }
  const filtered = { ...start.rounds, filter: printable(what, MAX_TYPED) };
  if (shownRounds(rows, filtered).length > 0) return { ...start, rounds: filtered };
  return { ...start, message: `nothing here matches ${printable(what, MAX_TYPED)}` };
};
