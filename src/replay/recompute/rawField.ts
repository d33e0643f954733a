import type { RawResult } from '../../decide/axes.js';

/** A field of a raw result; undefined when it has no such field of its own. */
export const fieldOf = (record: RawResult, name: string): unknown =>
  Object.hasOwn(record, name) ? record[name] : undefined;

/** A part that is an object; null when it is missing or of another kind. */
export function partOf(record: RawResult, name: string): RawResult | null {
  const value = fieldOf(record, name);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawResult) : null;
}

/** A number of a part, also one that is not finite; null when it is missing or of another kind. */
export function numberIn(record: RawResult | null, name: string): number | null {
  const value = record === null ? undefined : fieldOf(record, name);
  return typeof value === 'number' ? value : null;
}

/** A list of a part; empty when it is missing or of another kind. */
export function listIn(record: RawResult | null, name: string): readonly unknown[] {
  const value = record === null ? undefined : fieldOf(record, name);
  return Array.isArray(value) ? value : [];
}
