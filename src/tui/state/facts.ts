import type { KeyFacts } from '../keyCommand.js';
import { viewScreen } from '../screens/viewScreen.js';
import { type AppState, placeOf, questionOf, unfinished } from './app.js';
import { selectedCommand, shownCommands } from './help.js';
import { markedRounds, matchBeside, neighbour, shownRounds } from './rounds.js';
import { currentRow, screenOf, type World } from './world.js';

/** Which keys count: those of the screen, or of what lies over it. */
const keyPlace = (state: AppState): KeyFacts['place'] => {
  if (state.quitting) return 'quit';
  if (state.help !== null) return 'help';
  if (state.palette !== null) return 'palette';
  return state.filtering ? 'filter' : screenOf(state);
};

/** Of help; the palette says itself when nothing matches. */
const hasChoice = ({ help, ...state }: AppState, world: World): boolean =>
  help === null ||
  selectedCommand(shownCommands(world.keys, screenOf({ ...state, help }), help), help) !== null;

/**
 * What can be done now.
 * @param over for what lies over the screen; false = for the screen itself
 */
export const factsOf = (state: AppState, world: World, over = true): KeyFacts => {
  const screen = screenOf(state);
  const view = viewScreen(state, world);
  const row = currentRow(state, world);
  const { data, can } = world;
  const shown = shownRounds(data.rows, state.rounds);
  const among = screen === 'rounds' ? shown : data.rows;
  const marked = markedRounds(data.rows, state.rounds);
  const { rounds } = state;
  return {
    place: over ? keyPlace(state) : screen,
    movable: view.length > 1,
    hasRound: row !== null,
    hasResult: row?.result != null,
    challengers: row?.result?.challengers.length ?? 0,
    tab: state.round.tab,
    hasPrevious: neighbour(among, row, -1) !== null,
    hasNext: neighbour(among, row, 1) !== null,
    hasNextMatch: matchBeside(shown, rounds, row, 1) !== null,
    hasPreviousMatch: matchBeside(shown, rounds, row, -1) !== null,
    filtered: rounds.filter !== '',
    hasCopy: view.value !== null || view.command.length > 0,
    hasRow: view.row !== null && view.row !== undefined,
    hasTarget: view.target !== null,
    hasText: view.text != null,
    canGoBack:
      state.stack.length > 1 ||
      screen !== 'rounds' ||
      rounds.filter !== '' ||
      rounds.onlyFindings ||
      rounds.onlyMoved ||
      rounds.marked.length > 0,
    canGoForward: state.ahead.length > 0,
    marked: marked.length,
    markedInRow: marked.every((one, at) => at === 0 || one.roundId === (marked[at - 1]?.roundId ?? 0) + 1),
    canReplay: can.replay,
    running: data.running !== null,
    runningHere: data.running !== null && placeOf(state).key === data.running,
    canPause: can.pause,
    paused: data.paused,
    hasLive: unfinished(data) !== null,
    canExport: can.export,
    canCompare: can.compare,
    canProbe: can.probe,
    canAsk: questionOf(state) !== null,
    color: world.color,
    hasChoice: hasChoice(state, world),
  };
};
