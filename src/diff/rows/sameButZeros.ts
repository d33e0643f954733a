import type { WeightEntry } from '../../domain/weights.js';

/** True when the later row is the earlier one, or the earlier one with zeros that the chain put there. */
export const sameButZeros = (earlier: readonly WeightEntry[], later: readonly WeightEntry[]): boolean =>
  earlier.length === later.length &&
  earlier.every(
    ([uid, weight], i) => later[i]?.[0] === uid && (later[i]?.[1] === weight || later[i]?.[1] === 0),
  );
