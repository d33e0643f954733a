import type { NoiseFloor } from '../domain/verdict.js';

/** Never claimed to be less, in nats per position: the last published decimal. */
const LEAST_NOISE = 1e-6;

/**
 * The disagreement of one model with itself in the two recurrence forms, on the same text.
 * @returns null when either form was not run on every prompt
 */
export function noiseFloor(
  contrib: readonly number[] | null,
  plain: readonly number[] | null,
): NoiseFloor | null {
  if (contrib === null || plain === null || contrib.length !== plain.length || contrib.length === 0)
    return null;
  const differences = contrib.map((kl, index) => kl - (plain[index] ?? Number.NaN));
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  return {
    noiseNats: differences.reduce((most, value) => Math.max(most, Math.abs(value)), LEAST_NOISE),
    meanNats: Math.abs(mean),
    n: differences.length,
    forms: ['contrib', 'plain'],
  };
}
