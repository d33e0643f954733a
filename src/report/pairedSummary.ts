import { eraById } from '../eras/erasAt.js';
import { momentsOf, statsAt } from '../eras/pairedStats.js';

/** Mean of the paired differences of some prompts, nats per position, as the era's rule sums them. */
export interface PairedSummary {
  readonly n: number;
  readonly mean: number;
  /** Lower bound of the era's test, unrounded; null where its rules are not held. */
  readonly lcb: number | null;
}

/** @returns null for fewer than two prompts */
export function pairedSummary(
  prompts: readonly { readonly king: number; readonly challenger: number }[],
  eraId: string | null,
): PairedSummary | null {
  const moments = momentsOf(
    prompts.map((one) => one.king),
    prompts.map((one) => one.challenger),
  );
  if (moments === null || moments.n < 2) return null;
  const era = eraById(eraId ?? '');
  return {
    n: moments.n,
    mean: moments.mean,
    lcb: era === null ? null : statsAt(moments, era.policy.lcbErrors).lcb,
  };
}
