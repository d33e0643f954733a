import type { TomlValue } from 'smol-toml';
import { printable } from '../../domain/printable.js';
import type { KeyBinding } from '../../domain/screenSettings.js';
import { ConfigError } from '../../errors/input.js';

const ID = /^[a-z]+(?:\.[A-Za-z]+)*$/;
const KEY = /^[\x21-\x7e]{1,12}$/;
const MOST_KEYS = 8;

/**
 * The table `[keys]`: ids of actions with one key, or several. `move.down = "j"` and `"move.down" = "j"` are the same.
 * Whether actions and keys exist is checked where keys are bound.
 * @param placeOf file and line of an id
 * @throws ConfigError
 */
export function readKeyBindings(value: TomlValue, placeOf: (id: string) => string): KeyBinding[] {
  if (!isTable(value))
    throw new ConfigError({
      what: `${placeOf('')}: "keys" is a table of actions and their keys`,
      remedy: 'write [keys] in a line of its own, then lines such as quit = "Q"',
    });
  return entriesOf(value, '').map(([command, given]) => {
    const origin = placeOf(command);
    const refused = (why: string): ConfigError =>
      new ConfigError({
        what: `${origin}: the keys of "${printable(command, 60)}" cannot be taken`,
        why,
        remedy:
          'write the id of an action and its keys, for example "move.down" = ["j", "down"]; docs/keys.md lists them',
      });
    if (!ID.test(command)) throw refused('this is no id of an action');
    const keys = typeof given === 'string' ? [given] : given;
    if (!Array.isArray(keys) || keys.length > MOST_KEYS)
      throw refused(`keys are a text, or a list of at most ${MOST_KEYS} texts`);
    for (const key of keys)
      if (typeof key !== 'string' || !KEY.test(key))
        throw refused('a key is 1 to 12 printable ASCII characters');
    return { command, keys: keys as string[], origin };
  });
}

const isTable = (value: TomlValue): value is Record<string, TomlValue> =>
  typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);

/** Entries of a table and of the tables in it, by dotted name. */
const entriesOf = (table: Record<string, TomlValue>, before: string): [string, TomlValue][] =>
  Object.entries(table).flatMap(([name, value]): [string, TomlValue][] =>
    isTable(value) ? entriesOf(value, `${before}${name}.`) : [[`${before}${name}`, value]],
  );
