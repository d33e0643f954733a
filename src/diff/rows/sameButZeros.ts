import type { WeightEntry } from '../../domain/weights.js';

/** True when the later row is the earlier one, or the earlier one with zeros that the chain put there. */
export function sameButZeros(earlier: readonly WeightEntry[], later: readonly WeightEntry[]): boolean {
  if (earlier.length !== later.length) return false;
  for (let i = 0; i < earlier.length; i++) {
    const [one, other] = [earlier[i] as WeightEntry, later[i] as WeightEntry];
    if (one[0] !== other[0] || (one[1] !== other[1] && other[1] !== 0)) return false;
  }
  return true;
}
