import type { RoundRow } from '../../report/roundRow.js';
import type { CommandId } from '../keyCommand.js';
import { viewScreen } from '../screens/viewScreen.js';
import { type AppState, placeOf } from './app.js';
import { moveIndex } from './list.js';
import { reduceLive } from './live.js';
import { reduceRound } from './round.js';
import { matchBeside, neighbour, reduceRounds, shownRounds } from './rounds.js';
import { openRow } from './target.js';
import { reduceWeights } from './weights.js';
import { currentRow, type World } from './world.js';

/** Under which name the state keeps where a list or text stands. */
const cursorName = (state: AppState): string => {
  const { screen, key } = placeOf(state);
  if (screen === 'round') return `round.${state.round.tab}`;
  if (screen === 'live') return state.live.log ? 'live.log' : 'live';
  return screen === 'compare' && key !== null ? 'compare.rounds' : screen;
};

/** A cursor that is at the end of a growing log stays there. */
const kept = (state: AppState, name: string, to: number, length: number): AppState['cursor'] => {
  if (name !== 'live.log' || to < length - 1) return { ...state.cursor, [name]: to };
  const { [name]: _end, ...others } = state.cursor;
  return others;
};

/** Another round in the same screen and tab. */
const toRound = (state: AppState, to: RoundRow | null): AppState => {
  const { screen } = placeOf(state);
  if (to === null || (screen !== 'round' && screen !== 'weights')) return state;
  const next = openRow({ ...state, rounds: { ...state.rounds, selected: null } }, screen, to.key);
  return { ...next, round: { ...next.round, tab: state.round.tab, order: state.round.order } };
};

/** Commands that move, narrow or turn what is on the screen. */
export const moved = (state: AppState, id: CommandId, world: World): AppState => {
  const { length, at, page } = viewScreen(state, world);
  const { screen } = placeOf(state);
  if (screen === 'rounds') return { ...state, rounds: reduceRounds(state.rounds, id, world.data.rows, page) };
  if (id === 'live.log' || id === 'live.stage' || id === 'live.level') {
    const { 'live.log': _end, 'round.log': _from, ...cursor } = state.cursor;
    return { ...state, cursor, live: reduceLive(state.live, id, screen === 'live') };
  }
  if (id === 'round.next' || id === 'round.previous')
    return toRound(state, neighbour(world.data.rows, currentRow(state, world), id === 'round.next' ? 1 : -1));
  if (id === 'match.next' || id === 'match.previous') {
    const shown = shownRounds(world.data.rows, state.rounds);
    const step = id === 'match.next' ? 1 : -1;
    return toRound(state, matchBeside(shown, state.rounds, currentRow(state, world), step));
  }
  const result = currentRow(state, world)?.result ?? null;
  if (screen === 'weights' && result !== null)
    return { ...state, weights: reduceWeights(state.weights, id, result.validators, page) };
  if (screen === 'compare' && id === 'show.findings') return { ...state, onlyChanged: !state.onlyChanged };
  if (id.startsWith('move.')) {
    const name = cursorName(state);
    return { ...state, cursor: kept(state, name, moveIndex(id, at, length, page), length) };
  }
  if (screen !== 'round') return state;
  const round = reduceRound(state.round, id, result?.challengers.length ?? 0);
  const isOther = round.challenger !== state.round.challenger;
  const { 'round.duel': _duel, 'round.prompts': _prompts, ...others } = state.cursor;
  return { ...state, round, cursor: isOther ? others : state.cursor };
};
