import { RecentCache } from '../domain/recentCache.js';
import { round as pyRound } from '../python/round.js';

/** One list is decided under many settings and shifts: its exact rounding is done once. */
const roundedLists = new RecentCache<readonly (number | null)[], readonly number[]>(64);

/** Per-prompt KL as the evaluator stores it: 6 decimals, half to even on the binary value; NaN where a list has a null. */
export function roundPerPrompt(kl: readonly (number | null)[]): readonly number[] {
  const known = roundedLists.get(kl);
  if (known !== undefined) return known;
  const rounded = kl.map((value) => pyRound(value ?? Number.NaN, 6));
  roundedLists.set(kl, rounded);
  // Rounded once more it is the same list.
  roundedLists.set(rounded, rounded);
  return rounded;
}

/** Unweighted mean over prompts of the already rounded values, rounded to 6 decimals; null without prompts. */
export function meanKl(rounded: readonly number[]): number | null {
  if (rounded.length === 0) return null;
  let sum = 0;
  // By index: iterating a list of doubles boxes each of them.
  for (let i = 0; i < rounded.length; i++) sum += rounded[i] as number;
  return pyRound(sum / rounded.length, 6);
}

export type KlClass = 'scored' | 'DQ_fraud' | 'DQ_quality' | 'retryable_failure';

/**
 * What a mean KL does to a contender. The fraud test is first, so that a negative value is fraud; a NaN passes every
 * comparison, as it does in the evaluator (rule: sanity of the mean KL, docs/methodology.md).
 */
export function klClass(kl: number | null, maxKl: number | null, fraudKl: number): KlClass {
  if (kl === null) return 'retryable_failure';
  if (kl <= fraudKl) return 'DQ_fraud';
  if (kl === Infinity) return 'retryable_failure';
  return maxKl !== null && kl > maxKl ? 'DQ_quality' : 'scored';
}
