import { applyBindings } from './applyBindings.js';
import type { OpenTuiOptions } from './data.js';
import { KEYS } from './keys.js';
import type { Size } from './present/layout.js';
import { zoneName } from './present/timeText.js';
import { resumeCommand } from './resumeCommand.js';
import type { AppData } from './state/app.js';
import type { World } from './state/world.js';

/**
 * What the screens stand on, from what the session was opened with.
 * @throws ConfigError for keys that cannot be bound
 */
export const createWorldFrom = (
  options: OpenTuiOptions,
  ascii: boolean,
): ((data: AppData, size: Size) => World) => {
  const { source } = options;
  const keys = applyBindings(KEYS, options.settings?.keys ?? []);
  const commandLine = (words: readonly string[]): string =>
    source.commandLine?.(words) ?? ['recrown', ...words].join(' ');
  const can = {
    replay: source.startAudit !== undefined,
    compare: source.compare !== undefined,
    probe: source.doctor !== undefined,
    export: source.writeReport !== undefined,
    pause: process.platform !== 'win32',
  };
  const timeZone = options.settings?.timeZone ?? 'UTC';
  const localZone = options.localZone === zoneName(timeZone) ? null : (options.localZone ?? null);
  return (data, size) => ({
    data,
    size,
    charset: ascii ? 'ascii' : 'unicode',
    color: options.color,
    header: options.header,
    can,
    timeZone,
    localZone,
    keys,
    resumeCommand: (view) => source.resumeCommand?.(view) ?? resumeCommand(view),
    commandLine,
  });
};
