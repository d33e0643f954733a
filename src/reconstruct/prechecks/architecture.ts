import { isAbsent } from '../../domain/absent.js';
import type { PrecheckPins } from '../../eras/defineEra.js';
import { failed, notChecked, type PrecheckResult, type PrecheckSubject, passed, shown } from './precheck.js';

/** Mismatches that a reason lists, as in the evaluator. */
const LISTED = 8;

/** Python's `==` on JSON values: 1, 1.0 and true are equal, a missing key is None. */
export function pythonEquals(a: unknown, b: unknown): boolean {
  const [left, right] = [numeric(a), numeric(b)];
  if (left !== undefined || right !== undefined) return left === right;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((value, i) => pythonEquals(value, b[i]))
    );
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null) {
    const keys = Object.keys(a);
    return (
      keys.length === Object.keys(b).length &&
      keys.every(
        (key) =>
          Object.hasOwn(b, key) &&
          pythonEquals((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
      )
    );
  }
  return (a ?? null) === (b ?? null);
}

const numeric = (value: unknown): number | undefined =>
  typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : undefined;

/** Keys of the pins whose value in the config is another one, or missing. */
export function architectureMismatches(
  config: Readonly<Record<string, unknown>>,
  pins: PrecheckPins,
): string[] {
  const wanted = { ...pins.architecture, vocab_size: pins.vocabSize };
  return Object.entries(wanted)
    .filter(([key, value]) => !pythonEquals(Object.hasOwn(config, key) ? config[key] : null, value))
    .map(([key]) => key);
}

/** Rule 15: the pinned config keys, `vocab_size` among them, must be equal. */
export function architecture({ config, pins }: PrecheckSubject): PrecheckResult {
  if (isAbsent(config)) return notChecked(15, `config.json would be needed. ${config.why}`);
  const wrong = architectureMismatches(config, pins);
  if (wrong.length === 0) return passed(15, 'Every pinned config key is equal.');
  const listed = wrong.slice(0, LISTED).map((key) => `${key} is ${printed(config, key)}`);
  return failed(15, `${wrong.length} pinned config key(s) differ: ${listed.join(', ')}.`);
}

/** Rule 16: the vocabulary. Unreachable in the evaluator, because rule 15 holds the same key. */
export function vocabularySize({ config, pins }: PrecheckSubject): PrecheckResult {
  if (isAbsent(config)) return notChecked(16, `config.json would be needed. ${config.why}`);
  const size = Object.hasOwn(config, 'vocab_size') ? config.vocab_size : null;
  return pythonEquals(size, pins.vocabSize)
    ? passed(16, `The vocabulary has ${pins.vocabSize} entries.`)
    : failed(16, `The vocabulary has not ${pins.vocabSize} entries.`);
}

function printed(config: Readonly<Record<string, unknown>>, key: string): string {
  if (!Object.hasOwn(config, key)) return 'missing';
  const value = config[key];
  return typeof value === 'string' ? shown(value) : shown(JSON.stringify(value) ?? 'unknown').slice(1, -1);
}
