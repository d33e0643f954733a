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
  let sum = 0;
  let noiseNats = LEAST_NOISE;
  for (let i = 0; i < contrib.length; i++) {
    const apart = (contrib[i] as number) - (plain[i] as number);
    sum += apart;
    noiseNats = Math.max(noiseNats, Math.abs(apart));
  }
  return {
    noiseNats,
    meanNats: Math.abs(sum / contrib.length),
    n: contrib.length,
    forms: ['contrib', 'plain'],
  };
}
