import type { Gate } from '../domain/duel.js';

/** A gate's value with at most six decimals; one that the rule needs and nobody has is the word `missing`. */
export const gateValue = (value: Gate['measured']): string => {
  if (value === null) return 'missing';
  if (typeof value === 'string' || Number.isInteger(value)) return String(value);
  return Math.abs(value) < 1e-4 ? value.toExponential(2) : String(Number(value.toFixed(6)));
};
