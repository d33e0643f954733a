import { readNumber } from './readNumber.js';

/** How far a float may be off: |actual - expected| <= max(absolute, relative x |expected|). */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

/** The first place where a result is not what a vector expects. */
export interface Difference {
  /** Keys from the top, joined by dots; empty for the whole value. */
  readonly path: string;
  readonly expected: unknown;
  readonly actual: unknown;
}

/**
 * Compares a result with what a vector expects: of objects only the expected keys, arrays item by item and of one
 * length, floats within the tolerance, all else exactly. Null when nothing differs.
 */
export function findDifference(
  expected: unknown,
  actual: unknown,
  tolerance: Tolerance,
  path: readonly string[] = [],
): Difference | null {
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return { path: path.join('.'), expected, actual };
    if (expected.length !== actual.length)
      return { path: [...path, 'length'].join('.'), expected: expected.length, actual: actual.length };
    return firstDifference(expected.keys(), expected, actual, tolerance, path);
  }
  if (isRecord(expected))
    return isRecord(actual)
      ? firstDifference(Object.keys(expected), expected, actual, tolerance, path)
      : { path: path.join('.'), expected, actual };
  return sameScalar(expected, actual, tolerance) ? null : { path: path.join('.'), expected, actual };
}

function firstDifference(
  keys: Iterable<string | number>,
  expected: object,
  actual: object,
  tolerance: Tolerance,
  path: readonly string[],
): Difference | null {
  for (const key of keys) {
    const found = findDifference(own(expected, key), own(actual, key), tolerance, [...path, String(key)]);
    if (found !== null) return found;
  }
  return null;
}

const isRecord = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const own = (value: object, key: string | number): unknown =>
  Object.hasOwn(value, key) ? (value as Record<string | number, unknown>)[key] : undefined;

function sameScalar(expected: unknown, actual: unknown, { relative, absolute }: Tolerance): boolean {
  if (expected === actual) return true;
  if (typeof actual !== 'number') return false;
  const wanted = readNumber(expected);
  if (wanted === undefined) return false;
  if (wanted === actual || (Number.isNaN(wanted) && Number.isNaN(actual))) return true;
  if (!Number.isFinite(wanted) || !Number.isFinite(actual)) return false;
  const allowed = Math.max(absolute, relative * Math.abs(wanted));
  return allowed > 0 && Math.abs(actual - wanted) <= allowed;
}
