/**
 * How well a chain fact is known; each tier includes the ones before. T0: one source said so. T1: at least two independent
 * endpoints agree on the block's hash. T2: and a read proof ties the value to the state root of that block's header.
 * T3: and the block is proven final (not read by this program).
 */
export type TrustTier = 'T0' | 'T1' | 'T2' | 'T3';

const ORDER: readonly TrustTier[] = ['T0', 'T1', 'T2', 'T3'];

/** The weakest of several tiers; null when there is none. */
export const weakestTrust = (tiers: readonly (TrustTier | null)[]): TrustTier | null =>
  ORDER.find((tier) => tiers.includes(tier)) ?? null;
