import type { Command as Commander, Option } from 'commander';

/** What stands behind an option or as an argument: fixed words, names that recrown is asked for, files or nothing known. */
export type Values =
  | { readonly kind: 'choices'; readonly words: readonly string[] }
  | { readonly kind: 'names'; readonly of: NameKind }
  | { readonly kind: 'files' | 'folders' | 'free' };

/** Names that `recrown __complete` gives. */
export const NAME_KINDS = [
  'rounds',
  'ranges',
  'replays',
  'sides',
  'unsealed',
  'snapshots',
  'places',
] as const;
export type NameKind = (typeof NAME_KINDS)[number];

interface CompletedOption {
  readonly flags: readonly string[];
  readonly help: string;
  /** Null for a switch. */
  readonly values: Values | null;
}

export interface CompletedCommand {
  /** Words after the program, for example `config show`; empty for the program itself. */
  readonly path: string;
  readonly help: string;
  readonly options: readonly CompletedOption[];
  /** Values of the arguments in order; the last one serves for further ones. */
  readonly args: readonly Values[];
  readonly subcommands: readonly string[];
}

/** Names behind arguments and options, which commander's table does not know; with the command where it matters. */
const NAMES: Readonly<Record<string, NameKind>> = {
  range: 'ranges',
  round: 'rounds',
  replay: 'replays',
  'open what': 'places',
  'compare a': 'sides',
  'compare b': 'sides',
  'bisect a': 'replays',
  'bisect b': 'replays',
  'audit --resume': 'unsealed',
  '--replay': 'replays',
  '--round': 'rounds',
  '--snapshot': 'snapshots',
};

/** Every command with its own options and arguments; those of the program count for all. Taken from commander's table; hidden commands are left out. */
export function commandTable(program: Commander): CompletedCommand[] {
  const found: CompletedCommand[] = [];
  const add = (command: Commander, path: string): void => {
    const visible = command
      .createHelp()
      .visibleCommands(command)
      .filter((one) => one.name() !== 'help');
    const options = command.options.filter((one) => !one.hidden).map((one) => ofOption(one, path));
    found.push({
      path,
      help: command.description(),
      options: path === '' ? [...options, HELP] : options,
      args: command.registeredArguments.map((one) =>
        one.argChoices === undefined
          ? named(`${path} ${one.name()}`, one.name())
          : { kind: 'choices', words: one.argChoices },
      ),
      subcommands: visible.map((one) => one.name()),
    });
    for (const one of visible) add(one, `${path} ${one.name()}`.trim());
  };
  add(program, '');
  return found;
}

const HELP: CompletedOption = { flags: ['-h', '--help'], help: 'help of the command', values: null };

function ofOption(option: Option, path: string): CompletedOption {
  const flags = [option.short, option.long].filter((one) => one !== undefined);
  const help = option.description;
  if (!option.required && !option.optional) return { flags, help, values: null };
  if (option.argChoices !== undefined)
    return { flags, help, values: { kind: 'choices', words: option.argChoices } };
  const what = /<([^>]+)>/.exec(option.flags)?.[1] ?? '';
  const kind = NAMES[`${path} ${option.long}`] ?? NAMES[option.long ?? ''];
  return { flags, help, values: kind === undefined ? named('', what) : { kind: 'names', of: kind } };
}

function named(place: string, what: string): Values {
  const kind = NAMES[place] ?? NAMES[what];
  if (kind !== undefined) return { kind: 'names', of: kind };
  if (what === 'dir' || what === 'folder') return { kind: 'folders' };
  return { kind: what === 'file' ? 'files' : 'free' };
}
