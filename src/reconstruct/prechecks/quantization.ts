import { isAbsent } from '../../domain/absent.js';
import type { PrecheckFinding } from '../../domain/round.js';
import { failed, notChecked, type PrecheckSubject, passed } from './precheck.js';

/** Rule 14: a `quantization_config` that Python takes for true. Tensor types are not looked at. */
export function quantization({ config }: PrecheckSubject): PrecheckFinding {
  if (isAbsent(config)) return notChecked(14, `config.json would be needed. ${config.why}`);
  const value = Object.hasOwn(config, 'quantization_config') ? config.quantization_config : null;
  if (!truthy(value)) return passed(14, 'It is not quantised.');
  return typeof value === 'object' && !Array.isArray(value)
    ? failed(14, 'INVALID', 'Its config declares a quantised model.')
    : failed(14, 'INVALID', 'Its quantization_config is not an object: the evaluator fails on it.');
}

function truthy(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0;
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0;
  return Boolean(value);
}
