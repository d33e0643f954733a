import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, resolve } from 'node:path';
import { printable } from '../../domain/printable.js';
import { UsageError } from '../../errors/input.js';
import { IoError } from '../../errors/store.js';
import type { ConfigCall } from '../call.js';
import { configExample } from '../config/configExample.js';
import { findConfig, localConfigPath, projectFolders, userConfigPath } from '../config/findConfig.js';
import type { SettingValue } from '../config/readSetting.js';
import { type Origin, originText, type Resolved, resolveSetting } from '../config/resolveSetting.js';
import { SETTINGS, type Setting } from '../config/settings.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';
import { jsonLine } from '../jsonLine.js';
import { withoutSecret } from '../resumeCommand.js';

/** Secrets: only whether they are there is ever told. */
const SECRETS = ['RECROWN_TEACHER_API_KEY', 'HF_TOKEN'] as const;

/** `recrown config show|path|init`. */
export async function config(context: CommandContext, call: ConfigCall): Promise<number> {
  if (call.action === 'show') return show(context, call);
  return call.action === 'path' ? path(context, call) : init(context, call);
}

interface Shown extends Resolved {
  readonly setting: Setting;
}

function show(context: CommandContext, { flags }: ConfigCall): number {
  const loaded = context.options.config?.loaded ?? null;
  const shown = SETTINGS.map((setting): Shown => {
    const flag = flags[setting.name];
    const origin: Origin = { kind: 'flag', flag: setting.flag.split(' ')[0] ?? '' };
    if (flag !== undefined) return { setting, value: flag, origin };
    const { value, origin: from } = resolveSetting(setting, context.env, loaded);
    return { setting, value: value === null ? null : safe(setting, value), origin: from };
  });
  const keys = loaded?.keys ?? [];
  const secrets = SECRETS.map((name) => ({ name, set: (context.env[name] ?? '') !== '' }));
  if (context.options.json) {
    const settings = shown.map(({ setting: { name, env, flag, commands }, value, origin }) => ({
      ...{ name, value, origin, env, flag, commands },
    }));
    context.out(jsonLine({ schema: 1, file: loaded?.path ?? null, settings, keys, secrets }));
    return EXIT.ok;
  }
  const rows = shown.map(({ setting, value, origin }) => [
    setting.name,
    valueText(value),
    originText(origin),
  ]);
  for (const { command, keys: bound, origin } of keys)
    rows.push([`keys.${command}`, valueText(bound), origin]);
  for (const { name, set } of secrets)
    rows.push([name, set ? '(set, not shown)' : '', set ? 'env' : 'not set']);
  const widths = [0, 1].map((i) => Math.max(...rows.map((row) => printable(row[i] ?? '', 60).length)));
  context.out(`file  ${loaded === null ? 'none' : printable(loaded.path, 300)}\n\n`);
  for (const [name = '', value = '', origin = ''] of rows)
    context.out(
      `${printable(name, 60).padEnd(widths[0] ?? 0)}  ${printable(value, 300).padEnd(widths[1] ?? 0)}  ${printable(origin, 300)}\n`,
    );
  return EXIT.ok;
}

/** Addresses lose what may be a secret. */
const safe = (setting: Setting, value: SettingValue): SettingValue => {
  if (setting.of !== 'address') return value;
  return typeof value === 'string' ? withoutSecret(value) : (value as readonly string[]).map(withoutSecret);
};

const valueText = (value: SettingValue | null): string =>
  value === null ? '' : Array.isArray(value) ? value.join(' ') : String(value);

/** Prints the file in use, else where the person's own would be; what was looked for is narration. */
function path(context: CommandContext, { user, file }: ConfigCall): number {
  const place = { cwd: context.cwd, env: context.env, home: homedir(), file };
  const own = userConfigPath(place);
  const found = user ? null : findConfig(place);
  const chosen = found?.path ?? own;
  const exists = existsSync(chosen);
  const searched = [...projectFolders(place.cwd, place.home).map(localConfigPath), own];
  if (context.options.json) context.out(jsonLine({ schema: 1, path: chosen, exists, searched }));
  else context.out(`${printable(chosen)}\n`);
  if (!exists)
    context.err(
      `it does not exist: recrown config init ${user || found === null ? '--user ' : ''}writes it\n`,
    );
  return EXIT.ok;
}

/** Writes the example to a new file. @throws UsageError where there is one, IoError */
function init(context: CommandContext, { user, file }: ConfigCall): number {
  const own = userConfigPath({ env: context.env, home: homedir() });
  const given = typeof file === 'string' ? resolve(context.cwd, file) : null;
  const target = given ?? (user ? own : localConfigPath(context.cwd));
  try {
    if (target === own) mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, configExample(), { flag: 'wx' });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    if (code === 'EEXIST')
      throw new UsageError({
        what: `there is a file already: ${printable(target, 300)}`,
        why: 'a configuration is never overwritten',
        remedy: 'edit it, or name another place with --config FILE',
        cause,
      });
    throw new IoError({
      what: `the configuration cannot be written to ${printable(target, 300)}`,
      why: message,
      remedy: 'check the folder, or name another place with --config FILE',
      cause,
    });
  }
  if (context.options.json) context.out(jsonLine({ schema: 1, path: target }));
  else context.out(`${printable(target)}\n`);
  return EXIT.ok;
}
