import { delimiter } from 'node:path';
import { UsageError } from '../../errors/input.js';
import type { LoadedConfig } from './loadConfig.js';
import { placeIn } from './readConfigFile.js';
import { type SettingValue, takenBy } from './readSetting.js';
import type { Setting } from './settings.js';

type Env = Readonly<Record<string, string | undefined>>;

/** Where a value comes from. */
export type Origin =
  | { readonly kind: 'flag'; readonly flag: string }
  | { readonly kind: 'env'; readonly variable: string }
  | { readonly kind: 'file'; readonly path: string; readonly line: number }
  | { readonly kind: 'default' };

export interface Resolved {
  readonly value: SettingValue | null;
  readonly origin: Origin;
}

/** The origin in one word or two. */
export const originText = (origin: Origin): string => {
  if (origin.kind === 'flag') return `flag ${origin.flag}`;
  if (origin.kind === 'env') return `env ${origin.variable}`;
  return origin.kind === 'file' ? placeIn(origin.path, origin.line) : 'default';
};

/**
 * What a setting is where no flag gives it: the environment's value, the file's, the default. An empty variable counts
 * as none.
 * @throws UsageError for a variable that holds what the flag does not take
 */
export function resolveSetting(setting: Setting, env: Env, config: LoadedConfig | null): Resolved {
  const text = env[setting.env] ?? '';
  if (text !== '')
    return { value: ofVariable(setting, text), origin: { kind: 'env', variable: setting.env } };
  if (setting.name === 'screen_reader' && isOn(env.ACCESSIBLE))
    return { value: true, origin: { kind: 'env', variable: 'ACCESSIBLE' } };
  const found = config?.values.get(setting.name);
  if (found !== undefined && config !== null)
    return { value: found.value, origin: { kind: 'file', path: config.path, line: found.line } };
  return { value: setting.fallback, origin: { kind: 'default' } };
}

/** Whether a variable that only has to be there says yes. */
export const isOn = (text: string | undefined): boolean =>
  text !== undefined && !/^(|0|false|no|off)$/i.test(text);

function ofVariable(setting: Setting, text: string): SettingValue {
  const { form, of, env, flag } = setting;
  const refused = (why: string): UsageError =>
    new UsageError({
      what: `${env} holds what ${flag} does not take. ${why}`,
      remedy: 'change the variable or unset it; the flag goes before it',
    });
  if (form === 'switch') {
    if (/^(1|true|yes|on)$/i.test(text)) return true;
    if (!isOn(text)) return false;
    throw refused('It is 1 or 0.');
  }
  if (form === 'list') return text.split(of === 'path' ? delimiter : /\s+/).filter((one) => one !== '');
  return takenBy(setting, text, refused) as SettingValue;
}
