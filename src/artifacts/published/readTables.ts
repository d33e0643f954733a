import type { PublishedRound } from '../../domain/published.js';
import type { PublishedValue } from './publishedValue.js';
import { readUidKey } from './readComposites.js';

/** `disqualified.json`: `hotkey:block` to reason. */
export const readReasons = (file: PublishedValue): Readonly<Record<string, string>> =>
  Object.fromEntries(file.entries().map(([key, reason]) => [key, reason.required(reason.text())]));

/** `evaluated_uids.json`: UIDs as numbers, or as the texts that a set of keys is written as. */
export const readUids = (file: PublishedValue): readonly number[] =>
  file
    .items()
    .map((item) =>
      typeof item.value === 'string' ? readUidKey(item.value, item) : item.required(item.uid()),
    );

/** `scores.json`: mean KL by UID; one that is not finite is left out. */
export const readScores = (file: PublishedValue): Readonly<Record<string, number>> =>
  Object.fromEntries(
    file.entries().flatMap(([key, score]) => {
      const value = score.number();
      return value === null ? [] : [[String(readUidKey(key, score)), value] as const];
    }),
  );

/**
 * `failures.json` and `failure_models.json`: failures counted of a UID, and the last model that failed. What does not
 * have this shape is left out: no rule is judged by it alone.
 */
export function readFailures(
  counts: PublishedValue | null,
  models: PublishedValue | null,
): NonNullable<PublishedRound['failures']> {
  const named = new Map((models?.entries() ?? []).map(([key, { value }]) => [key, value]));
  return Object.fromEntries(
    (counts?.entries() ?? []).flatMap(([key, { value }]) => {
      if (!/^(0|[1-9]\d{0,4})$/.test(key) || !Number.isSafeInteger(value) || (value as number) < 0) return [];
      const model = named.get(key);
      return [[key, { count: value as number, model: typeof model === 'string' ? model : null }] as const];
    }),
  );
}
