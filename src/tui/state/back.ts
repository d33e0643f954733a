import { type AppState, placeOf } from './app.js';

/** One step back: from a screen to the one before it; on the first one filter, narrowing and marks go, one at a time. */
export const back = (state: AppState): AppState => {
  const place = placeOf(state);
  if (state.stack.length > 1)
    return { ...state, stack: state.stack.slice(0, -1), ahead: [place, ...state.ahead] };
  if (place.screen !== 'rounds')
    return { ...state, stack: [{ screen: 'rounds', key: null }], ahead: [place, ...state.ahead] };
  const { rounds } = state;
  if (rounds.filter !== '') return { ...state, rounds: { ...rounds, filter: '' } };
  if (rounds.onlyFindings || rounds.onlyMoved)
    return { ...state, rounds: { ...rounds, onlyFindings: false, onlyMoved: false } };
  if (rounds.marked.length > 0) return { ...state, rounds: { ...rounds, marked: [], anchor: null } };
  return state;
};

/** To the screen that was left last. */
export const forward = (state: AppState): AppState => {
  const [next, ...ahead] = state.ahead;
  if (next === undefined) return state;
  return { ...state, stack: next.screen === 'rounds' ? [next] : [...state.stack, next], ahead };
};
