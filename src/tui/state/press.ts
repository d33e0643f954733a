import { commandFor, disabledReason } from '../keys.js';
import type { AppState } from './app.js';
import { only, type Pressed } from './effect.js';
import { factsOf } from './facts.js';
import { initialHelp, reduceHelp, selectedCommand, shownCommands } from './help.js';
import { inPalette } from './inPalette.js';
import { run } from './run.js';
import { typed } from './typed.js';
import { screenOf, type World } from './world.js';

const inFilter = (state: AppState, key: string, world: World): Pressed => {
  const id = commandFor(world.keys, 'filter', key)?.id;
  if (id === 'filter.keep') return only({ ...state, filtering: false });
  if (id === 'filter.clear')
    return only({ ...state, filtering: false, rounds: { ...state.rounds, filter: '' } });
  return only({ ...state, rounds: { ...state.rounds, filter: typed(state.rounds.filter, key) } });
};

const inHelp = (state: AppState, key: string, world: World): Pressed => {
  const help = state.help ?? initialHelp;
  const screen = screenOf(state);
  const id = commandFor(world.keys, 'help', key)?.id;
  if (id === 'help.close') return only({ ...state, help: null });
  if (id === 'help.up' || id === 'help.down')
    return only({ ...state, help: reduceHelp(world.keys, help, id, screen) });
  if (id === 'help.run') {
    const chosen = selectedCommand(shownCommands(world.keys, screen, help), help);
    if (chosen === null) return only({ ...state, message: 'run the action: nothing matches' });
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
  const state = { ...before, message: null, copied: null };
  if (key === 'ctrl-c') return { state, effects: [{ type: 'quit', code: 130 }] };
  if (state.quitting) {
    const id = commandFor(world.keys, 'quit', key)?.id;
    if (id === 'quit.yes') return { state, effects: [{ type: 'quit', code: 0 }] };
    return only({ ...state, quitting: id !== 'quit.no' });
  }
  if (state.help !== null) return inHelp(state, key, world);
  if (state.palette !== null) return inPalette(state, key, world);
  if (state.filtering) return inFilter(state, key, world);
  const command = commandFor(world.keys, screenOf(state), key);
  return command === undefined ? only(state) : run(state, command.id, world, before.copied);
};

/** A key while the window is too small to show a screen: only quitting, also from under help, palette or filter. */
export const pressUnseen = (state: AppState, key: string, world: World): Pressed => {
  const quits = commandFor(world.keys, screenOf(state), key)?.id === 'quit';
  if (!quits && key !== 'ctrl-c' && !state.quitting) return only(state);
  const pressed = press({ ...state, help: null, palette: null, filtering: false }, key, world);
  return { state: { ...state, quitting: pressed.state.quitting }, effects: pressed.effects };
};
