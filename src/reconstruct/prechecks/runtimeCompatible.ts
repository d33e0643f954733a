import { isAbsent } from '../../domain/absent.js';
import type { PrecheckFinding } from '../../domain/round.js';
import { architectureMismatches } from './architecture.js';
import { failed, notChecked, type PrecheckSubject, passed } from './precheck.js';

/** Rule 19: the model type without a mismatch. Unreachable in the evaluator, because rule 15 asks the same. */
export function runtimeCompatible({ config, pins }: PrecheckSubject): PrecheckFinding {
  if (isAbsent(config)) return notChecked(19, `config.json would be needed. ${config.why}`);
  return architectureMismatches(config, pins).length === 0
    ? passed(19, "The evaluator's runtime can load it by its config.")
    : failed(19, 'INVALID', "The evaluator's runtime cannot load it by its config.");
}
