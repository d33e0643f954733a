import type { Command as Program } from 'commander';
import type { Shell } from '../call.js';
import { bashScript } from '../completion/bashScript.js';
import { commandTable } from '../completion/commandTable.js';
import { fishScript } from '../completion/fishScript.js';
import { zshScript } from '../completion/zshScript.js';
import type { CommandContext } from '../context.js';
import { EXIT } from '../exit.js';

const SCRIPTS = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;

/** `recrown completion SHELL`: a script made from the table of commands itself. */
export async function completion(
  context: CommandContext,
  { shell }: { readonly shell: Shell },
  program: Program,
): Promise<number> {
  context.out(SCRIPTS[shell](commandTable(program)));
  return EXIT.ok;
}
