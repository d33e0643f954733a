import type { Command as Commander } from 'commander';
import { ConfigError } from '../../errors/input.js';
import type { ConfigPlace } from './findConfig.js';
import { type LoadedConfig, loadConfig } from './loadConfig.js';
import { resolveSetting } from './resolveSetting.js';
import { SETTINGS, type Setting } from './settings.js';

/** The file of this call: read, absent, or the reason why it cannot be taken. */
export interface ConfigState {
  readonly loaded: LoadedConfig | null;
  readonly fault: ConfigError | null;
}

/** Commands that a person needs to mend a file: they run without it. */
const LENIENT = ['doctor', 'config path', 'config init', 'completion', '__complete'];

/** Name of a command with those above it, without the program's. */
const nameOf = (command: Commander): string => {
  const parent = command.parent;
  return parent?.parent ? `${nameOf(parent)} ${command.name()}` : command.name();
};

/**
 * Fills the options that the call leaves open: environment, then file; a default stays where neither says anything.
 * @throws ConfigError, UsageError
 */
export function applySettings(
  program: Commander,
  command: Commander,
  place: Omit<ConfigPlace, 'file'>,
): ConfigState {
  const state = readState(program, command, place);
  for (const setting of SETTINGS) {
    const owner = ownerOf(setting, program, command);
    if (owner === null || owner.getOptionValueSource(attributeOf(setting)) === 'cli') continue;
    const isGiven = (name: string): boolean => [program, command].some((one) => given(one, name));
    if (setting.without?.some(isGiven)) continue;
    if (setting.along !== undefined && !isGiven(setting.along)) continue;
    const { value, origin } = resolveSetting(setting, place.env, state.loaded);
    if (origin.kind === 'env' || origin.kind === 'file')
      owner.setOptionValueWithSource(attributeOf(setting), value, origin.kind === 'env' ? 'env' : 'config');
  }
  return state;
}

function readState(program: Commander, command: Commander, place: Omit<ConfigPlace, 'file'>): ConfigState {
  try {
    const file = program.opts().config as string | false | undefined;
    return { loaded: loadConfig({ ...place, file }), fault: null };
  } catch (error) {
    if (!(error instanceof ConfigError) || !LENIENT.includes(nameOf(command))) throw error;
    return { loaded: null, fault: error };
  }
}

/** `--teacher-url <url>` as commander calls it: teacherUrl. */
export const attributeOf = ({ flag }: Setting): string =>
  (/^--([a-z-]+)/.exec(flag)?.[1] ?? '').replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());

const ownerOf = ({ commands }: Setting, program: Commander, command: Commander): Commander | null => {
  if (commands === 'all') return program;
  return commands.includes(nameOf(command)) ? command : null;
};

const given = (command: Commander, name: string): boolean => {
  const source = command.getOptionValueSource(name);
  return source !== undefined && source !== 'default';
};
