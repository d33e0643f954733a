import type { BandParts } from './familyBand.js';

/** More prompts than this are no answer: the corpus does not have them. */
const MOST_PROMPTS = 1e7;

/** A statistic `mean - perRootPrompt / sqrt(n)` that the noise can move by `reach` half-widths. Nats per position. */
export interface Approach {
  readonly mean: number;
  readonly perRootPrompt: number;
  readonly reach: number;
  /** Prompts that it rests on now. */
  readonly n: number;
}

/**
 * Prompts in all from which on the statistic stays farther from 0 than the noise reaches, at the measured mean and spread:
 * with u = 1 / sqrt(n) both sides are straight lines in u, so that it is solved and not searched. Null when the part of
 * the band that does not shrink covers the line, or when it takes more than 10^7.
 */
export function promptsNeeded(line: Approach, band: BandParts): number | null {
  const { reach, perRootPrompt: own } = line;
  const size = Math.abs(line.mean);
  const clear = size - reach * band.bias;
  if (!(clear > 0) || !(size > reach * band.least)) return null;
  const shrinking = reach * band.perRootPrompt;
  const limits =
    line.mean > 0
      ? [clear / (own + shrinking), (size - reach * band.least) / own]
      : [shrinking > own ? clear / (shrinking - own) : Infinity];
  const u = Math.min(...limits);
  const prompts = Math.max(line.n + 1, Math.floor(1 / (u * u)) + 1);
  return prompts <= MOST_PROMPTS ? prompts : null;
}
