import type { CommandContext } from '../context.js';
import { type Check, ok, warning } from './check.js';

/** The smallest window of the full-screen view. */
const SMALLEST = { columns: 60, rows: 20 } as const;

/** What the terminal is and shows: its size, colours, marks, what it runs in, and how a value is copied. */
export async function terminalCheck(context: CommandContext): Promise<Check> {
  const { env, columns, rows = 0, options } = context;
  const name = 'terminal';
  if (!context.stdoutIsTTY || !context.stdinIsTTY)
    return ok(name, 'none: recrown open needs one, everything else works without');
  const { knowsUnicode } = await import('../../tui/openTui.js');
  const within = [
    ['TMUX', 'tmux'],
    ['STY', 'screen'],
    ['SSH_CONNECTION', 'ssh'],
  ].flatMap(([variable, word]) => ((env[variable ?? ''] ?? '') === '' ? [] : [word]));
  const detail = [
    `${columns} x ${rows} (${env.TERM ?? 'TERM is not set'})`,
    options.color ? 'colours' : 'no colours',
    options.ascii || !knowsUnicode(env, process.platform) ? 'ASCII marks' : 'Unicode marks',
    ...(within.length === 0 ? [] : [`in ${within.join(', ')}`]),
    `copies through ${within.includes('tmux') ? 'tmux, where set-clipboard is on' : 'the terminal (OSC 52)'}`,
  ].join('; ');
  if (env.TERM === 'dumb')
    return warning(
      name,
      detail,
      'use the plain commands, or a terminal that moves its cursor for recrown open',
    );
  if (columns < SMALLEST.columns || rows < SMALLEST.rows)
    return warning(
      name,
      detail,
      `recrown open needs ${SMALLEST.columns} x ${SMALLEST.rows}: make the window larger`,
    );
  return ok(name, detail);
}
