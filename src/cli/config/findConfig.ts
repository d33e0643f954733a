import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { printable } from '../../domain/printable.js';
import { ConfigError } from '../../errors/input.js';

const CONFIG_NAME = 'recrown.toml';

/** Where a configuration file is looked for. */
export interface ConfigPlace {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  /** `--config`: a file, false for none, undefined where the call does not say. */
  readonly file: string | false | undefined;
}

export interface FoundConfig {
  readonly path: string;
  /** Whose choice the file is: named by the person, found in a folder of the project, or the person's own. */
  readonly kind: 'named' | 'project' | 'user';
}

/** The person's own file: `$XDG_CONFIG_HOME/recrown/recrown.toml`, on every system; `~/.config` without the variable. */
export const userConfigPath = ({ env, home }: Pick<ConfigPlace, 'env' | 'home'>): string => {
  const xdg = env.XDG_CONFIG_HOME ?? '';
  return join(xdg.startsWith('/') ? xdg : join(home, '.config'), 'recrown', CONFIG_NAME);
};

/** The project's file in the current folder. */
export const localConfigPath = (cwd: string): string => join(cwd, CONFIG_NAME);

/**
 * The folders whose `recrown.toml` counts: the current one and those above it, up to a repository's root or the home
 * folder. Outside of both only the current one: what lies above belongs to anybody.
 */
export function projectFolders(cwd: string, home: string): string[] {
  const folders: string[] = [];
  for (let folder = resolve(cwd); ; folder = dirname(folder)) {
    folders.push(folder);
    if (folder === home || existsSync(join(folder, '.git'))) return folders;
    if (dirname(folder) === folder) return folders.slice(0, 1);
  }
}

/**
 * The one file that is read: `--config`, then `RECROWN_CONFIG`, the project's, the person's own. Files are not merged.
 * @returns null where there is none, or `--no-config` says so
 * @throws ConfigError for a named file that is not there
 */
export function findConfig({ cwd, env, home, file }: ConfigPlace): FoundConfig | null {
  if (file === false) return null;
  const named = file ?? (env.RECROWN_CONFIG || undefined);
  if (named !== undefined) {
    const path = resolve(cwd, named);
    if (named !== '' && existsSync(path)) return { path, kind: 'named' };
    throw new ConfigError({
      what: `there is no configuration file ${printable(named, 200) || 'with an empty name'}`,
      why: `${file === undefined ? 'RECROWN_CONFIG' : '--config'} names it`,
      remedy: 'name a file that exists; recrown config init --config FILE writes an example',
    });
  }
  for (const folder of projectFolders(cwd, home))
    if (existsSync(localConfigPath(folder))) return { path: localConfigPath(folder), kind: 'project' };
  const own = userConfigPath({ env, home });
  return existsSync(own) ? { path: own, kind: 'user' } : null;
}
