import { printable } from '../../domain/printable.js';
import type { Line } from '../present/line.js';
import { viewScreen } from '../screens/viewScreen.js';
import type { AppState } from './app.js';
import type { World } from './world.js';

/** A window that no screen fills. */
const WHOLE = { columns: 160, rows: 20_000 };

const textOf = (line: Line): string =>
  line
    .map((part) => part.text)
    .join('')
    .trimEnd();

/** The whole of the screen as text, with every row of its lists: what a pager shows. */
export const pagedText = (state: AppState, world: World): string => {
  const { body, command } = viewScreen(
    { ...state, cursor: {} },
    { ...world, size: { columns: Math.max(WHOLE.columns, world.size.columns), rows: WHOLE.rows } },
  );
  const lines = body.map(textOf);
  const kept = lines.filter((line, at) => line !== '' || (lines[at - 1] ?? '') !== '');
  const { text } = viewScreen(state, world);
  const whole = text == null ? '' : `\n${text()}`;
  return `${kept.join('\n').trim()}\n\nThe same as JSON: ${printable(world.commandLine(command))}\n${whole}`;
};
