import { Argument, type Command as Commander } from 'commander';
import { type Call, type ConfigCall, SHELLS } from './call.js';
import { attributeOf } from './config/applySettings.js';
import { SETTINGS } from './config/settings.js';

/**
 * Adds the commands on the program itself: its configuration and its completion.
 * @param sub makes a command of the program
 */
export function addShellCommands(
  program: Commander,
  sub: (spec: string, description: string) => Commander,
  run: (call: Call) => void,
): void {
  const config = sub(
    'config',
    'the configuration file: what holds and where it comes from, its place, an example',
  );
  const call = (action: ConfigCall['action'], user = false): void =>
    run({ command: 'config', action, user, flags: flagsOf(program), file: program.opts().config });
  config
    .command('show', { isDefault: true })
    .description('every setting with its value, and whether a flag, a variable, the file or nobody gave it')
    .action(() => call('show'));
  config
    .command('path')
    .description('the file that is read, or the one that would be yours where there is none')
    .option('--user', 'your own file, whichever is read', false)
    .action(({ user }) => call('path', user));
  config
    .command('init')
    .description('write a commented example: recrown.toml here, your own with --user, or --config FILE')
    .option('--user', 'your own file, whichever is read', false)
    .action(({ user }) => call('init', user));
  config.addHelpText(
    'after',
    `
Examples:
  $ recrown config show --json
  $ recrown config init --user
  $ recrown config path

The order is flag, RECROWN_ variable, file, default (docs/config.md).
`,
  );
  sub('completion', 'completion of commands, options, rounds and replays for a shell')
    .addArgument(new Argument('<shell>', 'whose script is printed').choices(SHELLS))
    .addHelpText(
      'after',
      `
Examples:
  $ recrown completion bash > ~/.local/share/bash-completion/completions/recrown
  $ recrown completion zsh > ~/.zfunc/_recrown
  $ recrown completion fish > ~/.config/fish/completions/recrown.fish
`,
    )
    .action((shell) => run({ command: 'completion', shell }));
  program
    .command('__complete <kind> [words...]', { hidden: true })
    .description('names for the completion of a shell, one a line, from names of files alone')
    .exitOverride()
    .action((kind, words) => run({ command: '__complete', kind, words }));
}

/** Flags before the command that a setting stands behind. */
const flagsOf = (program: Commander): ConfigCall['flags'] =>
  Object.fromEntries(
    SETTINGS.filter(
      (one) => one.commands === 'all' && program.getOptionValueSource(attributeOf(one)) === 'cli',
    ).map((one) => [one.name, program.getOptionValue(attributeOf(one)) as string | boolean]),
  );
