import { NoTerminalError } from '../errors/input.js';
import { startAloud } from './aloud/startAloud.js';
import type { OpenTuiOptions } from './data.js';
import { loadColours } from './loadColours.js';
import { loadData } from './loadData.js';
import { ScreenError } from './screenError.js';
import { createWorldFrom } from './worldFrom.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Whether the terminal can show more than ASCII: not when it is dumb, and not under a locale that is not UTF-8. */
export const knowsUnicode = (env: Env, platform: string): boolean => {
  if (env.TERM === 'dumb') return false;
  if (platform === 'win32') return true;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
};

/**
 * Opens the full-screen interface, or its sentences for a screen reader, and resolves with an exit code when it is left: 0, or 130, 143, 129 after a signal.
 * Replays that cannot be read are named on the screen.
 * @throws NoTerminalError without a terminal; ConfigError for keys that cannot be bound; ScreenError when a screen fails, after the terminal was restored
 */
export async function openTui(options: OpenTuiOptions): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new NoTerminalError({
      what: 'the full-screen interface needs a terminal',
      why: process.stdin.isTTY ? 'standard output is not a terminal' : 'standard input is not a terminal',
      remedy: 'use recrown show ROUND, or recrown audit RANGE',
    });
  const ascii = options.ascii || !knowsUnicode(options.env, process.platform);
  const worldFrom = createWorldFrom(options, ascii);
  const loaded = await loadData(options.source);
  if (options.settings?.screenReader === true)
    return startAloud(options, loaded, worldFrom, (text) => process.stdout.write(text));
  const { startApp } = await loadColours(options.color, options.env, () => import('./startApp.js'));
  const ending = await startApp(options, loaded, worldFrom);
  if ('error' in ending) throw new ScreenError(ending.error);
  return ending.code;
}
