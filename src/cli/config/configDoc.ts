import { configExample } from './configExample.js';
import { SETTINGS, type Setting } from './settings.js';

const cell = (text: string): string => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');

const fallbackOf = ({ fallback }: Setting): string =>
  fallback === null || (Array.isArray(fallback) && fallback.length === 0) ? '' : `\`${String(fallback)}\``;

const row = (setting: Setting): string => {
  const { name, form, choices, env, flag, commands, help } = setting;
  const type = choices === undefined ? form : choices.map((one) => `\`${one}\``).join(' ');
  const where = commands === 'all' ? 'all' : commands.join(', ');
  return `| \`${name}\` | ${type} | ${fallbackOf(setting)} | \`${env}\` | \`${flag}\` | ${where} | ${cell(help)} |`;
};

const own = SETTINGS.filter((one) => one.ownFileOnly).map((one) => `\`${one.name}\``);

/** The page `docs/config.md`, made from the table of settings. */
export const renderConfigDoc = (): string =>
  `# Configuration

Made from \`src/cli/config/settings.ts\`; a test fails when this page is older than the table.

A value is taken from the flag, else from the \`RECROWN_\` variable (an empty one counts as none), else from the file, else it is the default.
\`recrown config show\` says for every setting what holds and where it comes from.

## The file

One file is read, and files are not merged. The first of these that is there counts:

1. \`--config FILE\`, else \`RECROWN_CONFIG\`; \`--no-config\` reads none
2. \`recrown.toml\` in the current folder, or the nearest one above it, up to the root of the repository or the home folder. In neither, only the
   current folder counts
3. \`$XDG_CONFIG_HOME/recrown/recrown.toml\`, on every system; \`~/.config\` without the variable

The whole file is checked whatever command is run: a name that is not known, a value of the wrong type or no TOML end the call with code 78, file,
line and the nearest known name. \`config path\`, \`config init\`, \`completion\` and \`doctor\` run all the same; \`doctor\` shows the fault.
\`recrown config path\` prints the file in use, \`recrown config init\` writes the example below and never overwrites.

Relative paths are taken from the file's folder; \`~/\` is the home folder. A file has at most 64 KiB.

Secrets are read from the environment alone: \`RECROWN_TEACHER_API_KEY\`, \`HF_TOKEN\`. A key or token in a file, and an address with a user,
password or query, are refused. ${own.join(' and ')} name servers that get such a secret, so they are taken only from your own file or one that you
name, never from one that lies in a folder of the project.

## Settings

| Key | Type | Default | Variable | Flag | Commands | Meaning |
| --- | --- | --- | --- | --- | --- | --- |
${SETTINGS.map(row).join('\n')}

In a variable, several addresses have blanks between them and several paths the system's separator (\`:\`); a switch is 1 or 0.
\`endpoint\` of a variable or file is left aside where the call has \`--offline\`, \`--dry-run\` or \`--resume\`, or a snapshot is named;
\`doctor\` asks only nodes that its own \`--endpoint\` names.

## Colour, marks and progress

Colour: \`--color\`, \`RECROWN_COLOR\`, \`NO_COLOR\`, \`FORCE_COLOR\` (0 for none), \`color\` of the file, and at last whether standard output is a
terminal. \`TERM=dumb\` means \`--ascii\`, no colour and \`--display log\`; \`CI\` and \`ACCESSIBLE\` mean \`--display log\`, \`ACCESSIBLE\` also
\`--screen-reader\`. Data on standard output has no escape codes in any case.

## Keys

The table \`[keys]\` gives actions of the full-screen view other keys: \`"move.down" = ["j", "down"]\`, or \`quit = "Q"\`. The keys replace those
of the action; actions are listed in [keys.md](keys.md).

## Example

\`\`\`toml
${configExample()}\`\`\`

## Completion

\`recrown completion bash|zsh|fish\` prints a script; \`recrown completion --help\` says where it goes. It knows commands, options and choices by
itself, and asks \`recrown\` for rounds and replays, which it reads from names of files alone. Folders of replays and snapshots are those of the
settings above and of \`--replays\` and \`--snapshots\` in the line.
`;
