import type { Command as Commander } from 'commander';
import { commit } from './optionValues.js';

/** Adds the options that name an evaluator whose words are asked. */
export const evaluatorOptions = (command: Commander): Commander =>
  command
    .option('--evaluator <dir>', 'a checkout of the evaluator: ask in its words; it runs in bubblewrap alone')
    .option('--evaluator-commit <hex>', 'the commit of that checkout, kept in the output', commit);
