/**
 * How well a chain fact is known. T0: one source said so. T1: independent endpoints agree on the block hash.
 * T2: read proof against the header's state root. T3: finality proof.
 */
export type TrustTier = 'T0' | 'T1' | 'T2' | 'T3';
