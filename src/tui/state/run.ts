import type { ExportFormat } from '../data.js';
import type { CommandId } from '../keyCommand.js';
import { disabledReason } from '../keys.js';
import { viewScreen } from '../screens/viewScreen.js';
import { THEMES } from '../theme.js';
import { type AppState, openPlace, placeOf, questionOf, unfinished } from './app.js';
import { back, forward } from './back.js';
import { copy } from './copied.js';
import { only, type Pressed } from './effect.js';
import { factsOf } from './facts.js';
import { initialHelp } from './help.js';
import { moved } from './moved.js';
import { pagedText } from './pagedText.js';
import { markedRounds } from './rounds.js';
import { goTo, openRow } from './target.js';
import { currentRow, type World } from './world.js';

/** Ways from screen to screen. */
const gone = (state: AppState, id: CommandId, world: World): AppState | null => {
  const row = currentRow(state, world);
  switch (id) {
    case 'round.open':
      return row === null ? state : openRow(state, 'round', row.key);
    case 'weights.open':
      return row === null ? state : openRow(state, 'weights', row.key);
    case 'target.open': {
      const { target } = viewScreen(state, world);
      return target === null ? state : goTo(state, target, world);
    }
    case 'eras.open':
      return openPlace(state, { screen: 'eras', key: null });
    case 'reigns.open':
      return openPlace(state, { screen: 'reigns', key: null });
    case 'compare.open':
      return openPlace(state, { screen: 'compare', key: null });
    case 'doctor.open':
      return openPlace(state, { screen: 'doctor', key: null });
    case 'live.open':
      return openPlace(state, { screen: 'live', key: unfinished(world.data)?.path ?? null });
    case 'back':
      return back(state);
    case 'forward':
      return forward(state);
    default:
      return null;
  }
};

const exported = (state: AppState, format: ExportFormat, world: World): Pressed => {
  const marked = markedRounds(world.data.rows, state.rounds);
  const row = currentRow(state, world);
  const rows = placeOf(state).screen === 'rounds' && marked.length > 0 ? marked : row === null ? [] : [row];
  return { state, effects: [{ type: 'export', rounds: rows.map(({ key }) => key), format }] };
};

/** What a key opens over the screen, or asks for outside of it. */
const general = (state: AppState, id: CommandId, world: World, copied: string | null): Pressed | null => {
  const row = currentRow(state, world);
  switch (id) {
    case 'filter.open':
      return only({ ...state, filtering: true });
    case 'help.open':
      return only({ ...state, help: initialHelp });
    case 'palette.open':
      return only({ ...state, palette: { search: '', selected: 0 } });
    case 'theme.next': {
      const theme = THEMES[(THEMES.indexOf(state.theme) + 1) % THEMES.length] ?? 'dark';
      return only({ ...state, theme, message: `theme ${theme}` });
    }
    case 'copy':
    case 'copy.row':
    case 'copy.command':
      return copy(id, state, world, copied);
    case 'prompt.text': {
      const { text } = viewScreen(state, world);
      return text == null ? only(state) : { state, effects: [{ type: 'page', text: text() }] };
    }
    case 'page':
      return { state, effects: [{ type: 'page', text: pagedText(state, world) }] };
    case 'export':
      return exported(state, 'html', world);
    case 'export.md':
    case 'export.csv':
    case 'export.json':
    case 'export.svg':
    case 'export.junit':
      return exported(state, id.slice('export.'.length) as ExportFormat, world);
    case 'probe.again': {
      const question = questionOf(state);
      return question === null ? only(state) : { state, effects: [{ type: 'ask', question }] };
    }
    case 'redraw':
    case 'suspend':
      return { state, effects: [{ type: id }] };
    case 'replay':
      return row === null ? only(state) : { state, effects: [{ type: 'replay', rounds: [row.roundId] }] };
    case 'replay.marked': {
      const rounds = markedRounds(world.data.rows, state.rounds).map(({ roundId }) => roundId);
      return { state, effects: [{ type: 'replay', rounds }] };
    }
    case 'live.pause':
      return { state, effects: [{ type: 'hold', held: !world.data.paused }] };
    case 'live.stop':
      return { state, effects: [{ type: 'stop' }] };
    case 'live.detach':
      return { state, effects: [{ type: 'detach' }] };
    case 'interrupt':
      return { state, effects: [{ type: 'quit', code: 130 }] };
    case 'quit':
      if (world.data.running !== null) return only({ ...state, quitting: true });
      return { state, effects: [{ type: 'quit', code: 0 }] };
    default:
      return null;
  }
};

/**
 * Does a command on the screen itself, or says why it cannot be done now.
 * @param copied what the key before this one copied
 */
export const run = (state: AppState, id: CommandId, world: World, copied: string | null = null): Pressed => {
  const command = world.keys.find((one) => one.id === id);
  const reason = command === undefined ? null : disabledReason(command, factsOf(state, world, false));
  if (reason !== null) return only({ ...state, message: `${command?.label}: ${reason}` });
  const there = gone(state, id, world);
  if (there !== null) return only(there);
  return general(state, id, world, copied) ?? only(moved(state, id, world));
};
