import { type Absent, isAbsent } from '../../domain/absent.js';
import type { PrecheckFinding } from '../../domain/round.js';
import type { RepositoryManifest } from '../../domain/snapshot.js';
import type { PrecheckPins } from '../../eras/defineEra.js';
import { failed, notChecked, type PrecheckSubject, passed, shown } from './precheck.js';

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

type Config = Readonly<Record<string, unknown>>;

/** Several rules ask the same of one config. */
const KNOWN = new WeakMap<Config, { readonly pins: PrecheckPins; readonly wrong: readonly string[] }>();

/** Keys of the pins whose value in the config is another one, or missing. */
export function architectureMismatches(config: Config, pins: PrecheckPins): readonly string[] {
  const known = KNOWN.get(config);
  if (known?.pins === pins) return known.wrong;
  const wrong = Object.entries({ ...pins.architecture, vocab_size: pins.vocabSize })
    .filter(([key, value]) => !pythonEquals(Object.hasOwn(config, key) ? config[key] : null, value))
    .map(([key]) => key);
  KNOWN.set(config, { pins, wrong });
  return wrong;
}

/** Rule 15: the pinned config keys, `vocab_size` among them, must be equal. */
export function architecture({ manifest, config, pins }: PrecheckSubject): PrecheckFinding {
  if (isAbsent(config)) return withoutConfig(15, manifest, config);
  const wrong = architectureMismatches(config, pins);
  if (wrong.length === 0) return passed(15, 'Every pinned config key is equal.');
  const listed = wrong.slice(0, LISTED).map((key) => `${key} is ${printed(config, key)}`);
  return failed(15, 'INVALID', `${wrong.length} pinned config key(s) differ: ${listed.join(', ')}.`);
}

/**
 * Without `config.json` in the listing the evaluator's own reading fails, which disqualifies; one that is listed and
 * not held decides nothing.
 */
function withoutConfig(rule: number, manifest: RepositoryManifest, config: Absent): PrecheckFinding {
  return manifest.files.some((file) => file.path === 'config.json')
    ? notChecked(rule, `config.json would be needed. ${config.why}`)
    : failed(rule, 'INVALID', 'It lists no config.json, so the evaluator fails on reading it.');
}

/** Rule 16: the vocabulary. Unreachable in the evaluator, because rule 15 holds the same key. */
export function vocabularySize({ config, pins }: PrecheckSubject): PrecheckFinding {
  if (isAbsent(config)) return notChecked(16, `config.json would be needed. ${config.why}`);
  const size = Object.hasOwn(config, 'vocab_size') ? config.vocab_size : null;
  return pythonEquals(size, pins.vocabSize)
    ? passed(16, `The vocabulary has ${pins.vocabSize} entries.`)
    : failed(16, 'INVALID', `The vocabulary has not ${pins.vocabSize} entries.`);
}

function printed(config: Readonly<Record<string, unknown>>, key: string): string {
  if (!Object.hasOwn(config, key)) return 'missing';
  const value = config[key];
  return typeof value === 'string' ? shown(value) : shown(JSON.stringify(value) ?? 'unknown').slice(1, -1);
}
