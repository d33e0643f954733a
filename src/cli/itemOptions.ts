import { type Command as Commander, Option } from 'commander';
import { evaluatorOptions } from './evaluatorOptions.js';
import { blockNumber } from './optionValues.js';

/** Adds the options of commands about the items of a round: which, how many, in whose words. */
export const itemOptions = (command: Commander): Commander =>
  evaluatorOptions(
    command
      .requiredOption('--seed <n>', 'seed block of the round', blockNumber)
      .addOption(
        new Option('--counts <set>', 'items per axis: as deployed, or every axis switched on')
          .choices(['default', 'wide'])
          .default('default'),
      ),
  );
