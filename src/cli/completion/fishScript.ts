import type { CompletedCommand, Values } from './commandTable.js';

/** A word as fish takes it. */
const quoted = (word: string): string => `'${word.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

/** What follows an option or argument: flags of `complete`. */
function valuesOf(values: Values): string {
  if (values.kind === 'choices') return `-x -a ${quoted(values.words.join(' '))}`;
  if (values.kind === 'names')
    return `-x -a ${quoted(`(recrown __complete ${values.of} -- (commandline -opc) 2>/dev/null)`)}`;
  if (values.kind === 'files') return '-r -F';
  return values.kind === 'folders' ? `-x -a ${quoted('(__fish_complete_directories)')}` : '-x';
}

/** Where the line is at a command: its words are there, and none of those below it. */
function placeOf({ path, subcommands }: CompletedCommand): string {
  const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
  const below = subcommands.length === 0 ? [] : [`not __fish_seen_subcommand_from ${subcommands.join(' ')}`];
  return [...(path === '' ? [] : seen), ...below].join('; and ');
}

/** The completion script of fish. */
export function fishScript(table: readonly CompletedCommand[]): string {
  const lines = [
    '# Completion of recrown for fish, made by: recrown completion fish',
    '',
    'complete -c recrown -f',
  ];
  for (const command of table) {
    const at = `complete -c recrown -n ${quoted(placeOf(command))}`;
    const anywhere = command.path === '' ? 'complete -c recrown' : at;
    for (const name of command.subcommands) {
      const help = table.find((one) => one.path === `${command.path} ${name}`.trim())?.help ?? '';
      lines.push(`${at} -a ${quoted(name)} -d ${quoted(help)}`);
    }
    for (const { flags, help, values } of command.options) {
      const names = flags.map((flag) =>
        flag.startsWith('--') ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`,
      );
      const what = values === null ? '' : ` ${valuesOf(values)}`;
      lines.push(`${anywhere} ${names.join(' ')} -d ${quoted(help)}${what}`);
    }
    for (const values of new Set(command.args.map(valuesOf)))
      if (values !== '-x') lines.push(`${at} ${values.replace(/^-r -F$/, '-F')}`);
  }
  return `${lines.join('\n')}\n`;
}
