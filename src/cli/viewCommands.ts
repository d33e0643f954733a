import type { Command as Commander } from 'commander';
import type { Call } from './call.js';
import { settingOption } from './config/settingOption.js';
import type { GlobalOptions } from './context.js';
import { examples } from './examples.js';
import { screenSettings } from './globalOptions.js';
import { reportOptions } from './reportOptions.js';

/**
 * Adds the commands that show what is there: reports, the full-screen view, and what its screens say as text or JSON.
 * @param sub makes a command of the program
 * @param keys bindings of the configuration file, asked when a command runs
 */
export function addViewCommands(
  sub: (spec: string, description: string) => Commander,
  run: (call: Call, screen?: GlobalOptions['screen']) => void,
  keys: () => Parameters<typeof screenSettings>[1],
): void {
  reportOptions(
    sub('show <round>', 'a report of one audited round, or of a range, from the sealed replays'),
  ).action((round, options) => run({ command: 'show', round, ...options }));
  sub('open [what]', 'the full-screen view, at a round, block, uid, replay, era, comparison or screen')
    .addHelpText(
      'after',
      `${examples('open', 'open 11650', 'open 11650/prompts', 'open weights/11650', 'open eras', 'open reigns', 'open P10..P11', 'open 7c1f09')}
WHAT: a round or ROUND/TAB (duel, prompts, quality, inputs, claim, log), a block, u240, a hotkey, an era, the id of a replay,
A..B to compare, or a screen: rounds, reigns, eras, weights/ROUND, compare/A..B, live, doctor. Keys: docs/keys.md.
`,
    )
    .addOption(settingOption('theme'))
    .addOption(settingOption('time_zone'))
    .addOption(settingOption('clipboard'))
    .addOption(settingOption('screen_reader'))
    .action((what, options) => run({ command: 'open', what }, screenSettings(options, keys())));
  sub('crowns', 'every replayed round with its verdict, and who held the crown when')
    .addHelpText('after', examples('crowns', 'crowns --json'))
    .action(() => run({ command: 'crowns' }));
  sub('eras', 'which rules hold when, how surely that is known, and what changed')
    .addOption(settingOption('eras'))
    .addHelpText('after', examples('eras', 'eras --json'))
    .action((options) => run({ command: 'eras', eras: options.eras }));
  sub(
    'progress [replay]',
    'how far a replay is, from its journal alone (default: the latest that is not sealed)',
  )
    .addHelpText('after', examples('progress', 'progress 7c1f09 --json'))
    .action((replay) => run({ command: 'progress', replay }));
  sub('pairs <round>', 'KL of king and challenger, prompt by prompt, of every duel of a round')
    .option('--replay <id>', 'take the round from this replay')
    .option('--text', 'the texts of the prompts too, from the snapshot', false)
    .addHelpText('after', examples('pairs 11650', 'pairs 11650 --text', 'pairs 11650 --replay 7c1f09 --json'))
    .action((round, options) => run({ command: 'pairs', round, ...options }));
}
