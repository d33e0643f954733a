import type { PublishedRow } from '../../../domain/published.js';

/** A row's list where every entry is a number; null when it has none. */
export const listOf = (row: PublishedRow | null): readonly number[] | null => {
  const list = row?.klPerPrompt ?? null;
  if (list === null || list.length === 0) return null;
  return list.every((value) => value !== null && Number.isFinite(value)) ? (list as readonly number[]) : null;
};
