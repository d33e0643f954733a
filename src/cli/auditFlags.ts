import { resolve } from 'node:path';
import type { SwitchName } from '../eras/defectSwitches.js';

/** Options of an audit that change its numbers. */
interface FlagOptions {
  readonly duelOnly: boolean;
  readonly whatIf?: readonly SwitchName[];
  readonly freshText: boolean;
  readonly batch?: number;
  readonly evaluator?: string;
  readonly evaluatorCommit?: string;
}

/** Options that a resumed audit needs again, as words of a command line that holds from anywhere here. */
export const auditFlags = (
  cwd: string,
  { duelOnly, whatIf = [], freshText, batch = 1, evaluator, evaluatorCommit }: FlagOptions,
): string[] => [
  ...(evaluator === undefined ? [] : ['--evaluator', resolve(cwd, evaluator)]),
  ...(evaluatorCommit === undefined ? [] : ['--evaluator-commit', evaluatorCommit]),
  ...(duelOnly ? ['--duel-only'] : []),
  ...whatIf.flatMap((name) => ['--what-if', name]),
  ...(freshText ? ['--fresh-text'] : []),
  ...(batch > 1 ? ['--batch', String(batch)] : []),
];
