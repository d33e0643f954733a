import { Option } from 'commander';
import { collect } from '../optionValues.js';
import { SETTINGS, type Setting } from './settings.js';

/** @throws Error for a name that the table does not hold: a fault of this program */
function settingNamed(name: string): Setting {
  const setting = SETTINGS.find((one) => one.name === name);
  if (setting === undefined) throw new Error(`no setting is called ${name}`);
  return setting;
}

/**
 * The command line option of a setting. Its variable is only named in the help: the value is taken from there by
 * `applySettings`, in one order for all settings.
 * @param own help and, where the command has none, no default
 */
export function settingOption(
  name: string,
  own: { readonly help?: string; readonly noDefault?: true } = {},
): Option {
  const { form, choices, parse, fallback, env, flag, help } = settingNamed(name);
  const option = new Option(flag, `${own.help ?? help} (env: ${env})`);
  if (choices !== undefined) option.choices(choices);
  if (form === 'list') option.argParser(collect);
  else if (parse !== undefined) option.argParser(parse);
  if (fallback !== null && form !== 'list' && own.noDefault === undefined) option.default(fallback);
  return option;
}
