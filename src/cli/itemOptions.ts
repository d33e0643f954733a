import { type Command as Commander, Option } from 'commander';
import { blockNumber, commit } from './optionValues.js';

/** Adds the options of commands about the items of a round: which, how many, in whose words. */
export const itemOptions = (command: Commander): Commander =>
  command
    .requiredOption('--seed <n>', 'seed block of the round', blockNumber)
    .addOption(
      new Option('--counts <set>', 'items per axis: as deployed, or every axis switched on')
        .choices(['default', 'wide'])
        .default('default'),
    )
    .option('--evaluator <dir>', 'a checkout of the evaluator: ask in its words; it runs in bubblewrap alone')
    .option('--evaluator-commit <hex>', 'the commit of that checkout, kept in the output', commit);
