import type { TrustTier } from '../domain/trust.js';

const MEANINGS: Readonly<Record<TrustTier, string>> = {
  T0: 'one source said so',
  T1: 'at least two independent endpoints agree on the hash of the block',
  T2: 'endpoints agree, and a read proof ties the value to the state root of the block',
  T3: 'proven, and the block is proven final',
};

/** A tier of trust in words. */
export const trustMeaning = (tier: TrustTier | null): string =>
  tier === null ? 'none: no chain state was read' : `${tier}: ${MEANINGS[tier]}`;
