import { printable } from '../../domain/printable.js';
import { viewScreen } from '../screens/viewScreen.js';
import type { AppState } from './app.js';
import type { Pressed } from './effect.js';
import type { World } from './world.js';

/** The command that prints the facts of the screen as JSON, in full. */
const command = (state: AppState, world: World): Pressed => ({
  state: { ...state, copied: null },
  effects: [
    {
      type: 'copy',
      text: printable(world.commandLine(viewScreen(state, world).command)),
      what: 'the command',
    },
  ],
});

/** The full value behind the selection, never the cell that the window has room for; again: the command. */
const value = (state: AppState, world: World, before: string | null): Pressed => {
  const { value } = viewScreen(state, world);
  if (value === null || before === value.text) return command(state, world);
  return {
    state: { ...state, copied: value.text },
    effects: [{ type: 'copy', text: printable(value.text), what: value.what }],
  };
};

/** JSON in ASCII: a terminal and a shell get escapes, a reader gets every character back. */
const safeJson = (value: unknown): string =>
  JSON.stringify(value, null, 2).replace(
    /[^\x20-\x7e\n]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );

const row = (state: AppState, world: World): Pressed => ({
  state,
  effects: [{ type: 'copy', text: safeJson(viewScreen(state, world).row), what: 'the row as JSON' }],
});

/**
 * What the copying keys copy.
 * @param before what the key before this one copied, where it copied a value
 */
export const copy = (
  id: 'copy' | 'copy.row' | 'copy.command',
  state: AppState,
  world: World,
  before: string | null,
): Pressed => {
  if (id === 'copy') return value(state, world, before);
  return id === 'copy.row' ? row(state, world) : command(state, world);
};
