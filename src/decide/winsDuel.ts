import { type DuelPolicy, type DuelValues, duelChecks } from './gates.js';

/** The duel's half of the crown gate: all of its own gates hold on the published values. */
export function winsDuel(test: DuelValues | null, n: number, policy: DuelPolicy): boolean {
  if (test === null) return false;
  const { pairs, p, mean, lcb } = duelChecks(test, n, policy);
  return pairs && p && mean && lcb;
}
