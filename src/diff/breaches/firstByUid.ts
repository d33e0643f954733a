import type { FoundBreach } from './breachInput.js';

/** The first finding of each UID, ascending by UID: several published views may show the same. */
export function firstByUid(found: readonly FoundBreach[]): FoundBreach[] {
  const first = new Map<number, FoundBreach>();
  for (const one of found) if (!first.has(one.uid)) first.set(one.uid, one);
  return [...first.values()].sort((a, b) => a.uid - b.uid);
}
