import type { CompletedCommand, Values } from './commandTable.js';

/** A word as bash and zsh take it. */
const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;

const list = (words: readonly string[]): string => `(${words.map(quoted).join(' ')})`;

const assigned = (values: Values): string => {
  if (values.kind === 'choices') return `_recrown_kind=choices _recrown_words=${list(values.words)}`;
  return `_recrown_kind=${values.kind === 'names' ? `names:${values.of}` : values.kind}`;
};

const body = (name: string, over: string, lines: readonly string[]): string =>
  `${name}() {\n  case ${over} in\n${lines.map((line) => `    ${line} ;;\n`).join('')}    *) return 1 ;;\n  esac\n}\n`;

/**
 * The table of commands as functions that bash and zsh both understand. Each sets `_recrown_kind`, `_recrown_words`,
 * `_recrown_helps` or `_recrown_path`, and fails for what the table does not hold.
 */
export function shellTables(table: readonly CompletedCommand[]): string {
  const globals = table.find((one) => one.path === '')?.options ?? [];
  const commands = table.filter((one) => one.path !== '');
  const taking = (path: string | null, options: CompletedCommand['options']): string[] =>
    options.flatMap(({ flags, values }) =>
      values === null
        ? []
        : flags.map((flag) =>
            path === null
              ? `*${quoted(` ${flag}`)}) ${assigned(values)}`
              : `${quoted(`${path} ${flag}`)}) ${assigned(values)}`,
          ),
    );
  const flagsOf = ({ path, options }: CompletedCommand): string => {
    const all = [...options, ...(path === '' ? [] : globals)];
    const words = all.flatMap((one) => one.flags.map((flag) => [flag, one.help] as const));
    return `${quoted(path)}) _recrown_words=${list(words.map(([flag]) => flag))} _recrown_helps=${list(words.map(([flag, help]) => `${flag}  ${help}`))}`;
  };
  const subsOf = ({ path, subcommands }: CompletedCommand): string => {
    const helps = subcommands.map(
      (name) => `${name}  ${table.find((one) => one.path === `${path} ${name}`.trim())?.help ?? ''}`,
    );
    return `${quoted(path)}) _recrown_words=${list(subcommands)} _recrown_helps=${list(helps)}`;
  };
  return [
    '# The values of an option: PATH FLAG',
    body('_recrown_option', '"$1 $2"', [
      ...commands.flatMap((one) => taking(one.path, one.options)),
      ...taking(null, globals),
    ]),
    '# The values of an argument: PATH POSITION, from 0',
    body(
      '_recrown_argument',
      '"$1 $2"',
      commands.flatMap(({ path, args }) =>
        args.map((values, index) => `${quoted(`${path} ${index}`)}) ${assigned(values)}`),
      ),
    ),
    '# Steps down to a command: PATH WORD',
    body(
      '_recrown_command',
      '"$1 $2"',
      table.flatMap(({ path, subcommands }) =>
        subcommands.map(
          (name) => `${quoted(`${path} ${name}`)}) _recrown_path=${quoted(`${path} ${name}`.trim())}`,
        ),
      ),
    ),
    '# All flags of a command: PATH',
    body('_recrown_flags', '"$1"', table.map(flagsOf)),
    '# The commands below a command: PATH',
    body('_recrown_subcommands', '"$1"', table.filter((one) => one.subcommands.length > 0).map(subsOf)),
  ].join('\n');
}
