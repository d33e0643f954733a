import type { ClipboardWay, KeyBinding, ScreenSettings, ThemeSetting } from '../domain/screenSettings.js';
import { isOn } from './config/resolveSetting.js';
import type { GlobalOptions } from './context.js';

type Env = Readonly<Record<string, string | undefined>>;
type Values = Readonly<Record<string, unknown>>;

/**
 * The options that every command takes, with what the environment says of the terminal.
 * @param source where commander has the value of `color` from: flag and variable go before NO_COLOR, a file does not
 */
export function globalOptions(
  options: Values,
  env: Env,
  { stdoutIsTTY, colorSource }: { readonly stdoutIsTTY: boolean; readonly colorSource: string | undefined },
): GlobalOptions {
  const dumb = env.TERM === 'dumb';
  return {
    json: options.json === true,
    quiet: options.quiet === true,
    ascii: options.ascii === true || dumb,
    color: wantsColor(String(options.color), colorSource, env, stdoutIsTTY && !dumb),
    log: options.display === 'log' || dumb || isOn(env.CI) || isOn(env.ACCESSIBLE),
    snapshot: typeof options.snapshot === 'string' ? options.snapshot : null,
    snapshots: String(options.snapshots),
    replays: String(options.replays),
  };
}

/** Flag, RECROWN_COLOR, NO_COLOR, FORCE_COLOR, file, and at last whether standard output is a terminal. */
function wantsColor(color: string, source: string | undefined, env: Env, isTerminal: boolean): boolean {
  const said = color === 'always' ? true : color === 'never' ? false : null;
  if (said !== null && source !== 'config') return said;
  if ((env.NO_COLOR ?? '') !== '') return false;
  if ((env.FORCE_COLOR ?? '') !== '') return isOn(env.FORCE_COLOR);
  return said ?? isTerminal;
}

/** What the options of `open` and the table of keys say of the screens. */
export const screenSettings = (options: Values, keys: readonly KeyBinding[]): ScreenSettings => ({
  theme: options.theme as ThemeSetting,
  timeZone: String(options.timeZone),
  clipboard: options.clipboard as ClipboardWay,
  screenReader: options.screenReader === true,
  keys,
});
