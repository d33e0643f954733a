import { dirname, join, resolve } from 'node:path';
import { InvalidArgumentError } from 'commander';
import type { TomlValue } from 'smol-toml';
import { ConfigError } from '../../errors/input.js';
import type { Setting } from './settings.js';

/** A value as the command's option has it. */
export type SettingValue = string | number | boolean | readonly string[];

interface Place {
  /** File and line, for errors. */
  readonly at: string;
  readonly path: string;
  readonly home: string;
}

const LONGEST = 4096;
const MOST_OF_A_LIST = 64;

const FORMS: Readonly<Record<Setting['form'], string>> = {
  text: 'a text in quotes',
  whole: 'a whole number',
  switch: 'true or false',
  list: 'a list of texts, for example ["a", "b"]',
};

/**
 * A value of the file, of the setting's type and among what its flag takes; paths are taken from the file's folder.
 * @throws ConfigError
 */
export function readSetting(setting: Setting, value: TomlValue, place: Place): SettingValue {
  const { name, form, flag } = setting;
  const refused = (why: string): ConfigError =>
    new ConfigError({
      what: `${place.at}: the value of "${name}" cannot be taken`,
      why,
      remedy: `mend the line; it means the same as ${flag}`,
    });
  if (form === 'switch' && typeof value === 'boolean') return value;
  if (form === 'whole' && Number.isSafeInteger(value))
    return takenBy(setting, String(value), refused) as number;
  if (form === 'text' && typeof value === 'string') return textOf(setting, value, place, refused);
  if (form === 'list' && Array.isArray(value) && value.every((one) => typeof one === 'string')) {
    if (value.length > MOST_OF_A_LIST) throw refused(`at most ${MOST_OF_A_LIST} are taken`);
    return value.map((one) => textOf(setting, one, place, refused));
  }
  throw refused(`it must be ${FORMS[form]}`);
}

function textOf(setting: Setting, text: string, place: Place, refused: (why: string) => ConfigError): string {
  if (text === '' || text.length > LONGEST || /\p{Cc}/u.test(text))
    throw refused(`a text has 1 to ${LONGEST} characters and no control characters`);
  if (setting.of === 'address') refuseSecret(text, refused);
  if (setting.of !== 'path') return takenBy(setting, text, refused) as string;
  return text.startsWith('~/') ? join(place.home, text.slice(2)) : resolve(dirname(place.path), text);
}

/** An address with a user, password or query holds a secret more often than not. */
function refuseSecret(text: string, refused: (why: string) => ConfigError): void {
  if (!URL.canParse(text)) return;
  const { username, password, search } = new URL(text);
  if (username + password + search !== '')
    throw refused('an address in a file has no user, password or query: secrets come from the environment');
}

/**
 * A text as the flag of the setting takes it.
 * @throws what `refused` makes of the reason
 */
export function takenBy(setting: Setting, text: string, refused: (why: string) => Error): unknown {
  const { choices, parse } = setting;
  if (choices !== undefined && !choices.includes(text))
    throw refused(`Allowed choices are ${choices.join(', ')}.`);
  try {
    return parse === undefined ? text : parse(text);
  } catch (error) {
    if (error instanceof InvalidArgumentError) throw refused(error.message);
    throw error;
  }
}
