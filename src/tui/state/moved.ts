import type { CommandId } from '../keyCommand.js';
import { viewScreen } from '../screens/viewScreen.js';
import { type AppState, placeOf } from './app.js';
import { moveIndex } from './list.js';
import { reduceLive } from './live.js';
import { reduceRound } from './round.js';
import { neighbour, reduceRounds } from './rounds.js';
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

/** The round beside the one on the screen, in the same tab. */
const toNeighbour = (state: AppState, step: 1 | -1, world: World): AppState => {
  const to = neighbour(world.data.rows, currentRow(state, world), step);
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
  if (id === 'live.log' || id === 'live.stage') {
    const { 'live.log': _end, ...cursor } = state.cursor;
    return { ...state, cursor, live: reduceLive(state.live, id) };
  }
  if (id === 'round.next' || id === 'round.previous')
    return toNeighbour(state, id === 'round.next' ? 1 : -1, world);
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
