import type { TomlTable, TomlValue } from 'smol-toml';
import { printable } from '../../domain/printable.js';
import type { KeyBinding } from '../../domain/screenSettings.js';
import { ConfigError } from '../../errors/input.js';
import { nearest } from '../nearest.js';
import { type ConfigPlace, type FoundConfig, findConfig } from './findConfig.js';
import { linesOf } from './linesOf.js';
import { placeIn, readConfigFile } from './readConfigFile.js';
import { readKeyBindings } from './readKeyBindings.js';
import { readSetting, type SettingValue } from './readSetting.js';
import { SETTINGS } from './settings.js';

/** One value of the file. */
interface ConfigValue {
  readonly value: SettingValue;
  /** From 1. */
  readonly line: number;
}

/** A configuration file that was read and checked whole. */
export interface LoadedConfig extends FoundConfig {
  readonly values: ReadonlyMap<string, ConfigValue>;
  readonly keys: readonly KeyBinding[];
}

/** A name that asks for a secret; `[keys]` is the table of key bindings. */
const SECRET = /(^|[_-])(api_?keys?|key|tokens?|secrets?|passwords?|passwd|credentials?)$/i;

/**
 * The configuration file of this call, read and checked whole: every line of it, whichever command is run.
 * @returns null where there is none
 * @throws ConfigError with file and line for what is not understood, of the wrong type, or a secret
 */
export function loadConfig(place: ConfigPlace): LoadedConfig | null {
  const found = findConfig(place);
  if (found === null) return null;
  const { text, table } = readConfigFile(found.path);
  const lines = linesOf(text);
  const values = new Map<string, ConfigValue>();
  let keys: readonly KeyBinding[] = [];
  for (const [name, value] of Object.entries(table)) {
    const line = lines.get(name) ?? firstLineUnder(lines, name);
    const at = placeIn(found.path, line);
    if (name === 'keys')
      keys = readKeyBindings(value, (id) => placeIn(found.path, lines.get(`keys.${id}`) ?? line));
    else values.set(name, { value: checked(name, value, found, at, place.home), line });
  }
  return { ...found, values, keys };
}

function checked(name: string, value: TomlValue, found: FoundConfig, at: string, home: string): SettingValue {
  const setting = SETTINGS.find((one) => one.name === name);
  if (setting === undefined) throw SECRET.test(name) ? secretError(name, at) : unknownError(name, value, at);
  if (setting.ownFileOnly && found.kind === 'project')
    throw new ConfigError({
      what: `${at}: "${name}" is not taken from a file that lies in a folder of the project`,
      why: `the server that it names gets your key or token`,
      remedy: `put it into your own file (recrown config path --user), or name this file with --config`,
    });
  return readSetting(setting, value, { at, path: found.path, home });
}

const unknownError = (name: string, value: TomlValue, at: string): ConfigError => {
  const known = [...SETTINGS.map((one) => one.name), 'keys'];
  const near = nearest(name, known);
  const what = isTable(value)
    ? `[${printable(name, 60)}] is no table`
    : `"${printable(name, 60)}" is no setting`;
  return new ConfigError({
    what: `${at}: ${what} of recrown`,
    ...(near === null ? {} : { why: `the nearest known is "${near}"` }),
    remedy: 'mend or remove the line; recrown config show lists every setting',
  });
};

/** The value is not repeated. */
const secretError = (name: string, at: string): ConfigError =>
  new ConfigError({
    what: `${at}: "${printable(name, 60)}" is not taken from a file`,
    why: 'secrets are read from the environment alone: RECROWN_TEACHER_API_KEY, HF_TOKEN',
    remedy: 'remove the line, set the variable, and change the secret if others can read the file',
  });

const isTable = (value: TomlValue): value is TomlTable =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** The line of a table that only dotted names open. */
const firstLineUnder = (lines: ReadonlyMap<string, number>, table: string): number =>
  [...lines].find(([name]) => name.startsWith(`${table}.`))?.[1] ?? 1;
