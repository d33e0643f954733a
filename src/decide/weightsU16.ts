import type { Uid } from '../domain/identity.js';
import type { WeightEntry } from '../domain/weights.js';
import { round as pyRound } from '../python/round.js';

const U16_MAX = 65_535;

/**
 * Weights as the SDK sends them: float32, divided by the largest, times 65535, half to even, zeros dropped, ascending
 * by UID (rule: weight values, docs/methodology.md). 0.9 and 0.1 give 65535 and 7282.
 */
export function weightsU16(weights: readonly (readonly [Uid, number])[]): WeightEntry[] {
  let largest = 0;
  for (const [, value] of weights) largest = Math.max(largest, Math.fround(value));
  if (!(largest > 0)) return [];
  return weights
    .map(
      ([uid, value]): WeightEntry => [uid, pyRound(Math.fround(Math.fround(value) / largest) * U16_MAX, 0)],
    )
    .filter(([, value]) => value > 0)
    .sort(([a], [b]) => a - b);
}
