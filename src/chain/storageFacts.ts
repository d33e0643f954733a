import type { TrustTier } from '../domain/trust.js';

/** One storage entry that was read, and how well it is known. */
export interface StorageFact {
  /** hex with `0x`; null = read and absent */
  readonly value: string | null;
  readonly trust: TrustTier;
}

/** The storage of one block, as far as it was read. */
export interface StorageFacts {
  /** @returns undefined when the key was not read. @throws ChainLieError when a proof refutes what was recorded */
  get(key: string): StorageFact | undefined;
  /** Keys that may have been read, in any order. */
  keys(): Iterable<string>;
}

/** The weaker of two tiers; null stands for nothing that was read. */
export const weaker = (a: TrustTier | null, b: TrustTier): TrustTier => (a === null || b < a ? b : a);
