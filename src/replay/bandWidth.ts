import { FRESH_FORMULA, halfWidthNats } from '../decide/familyBand.js';
import type { NoiseFloor, VerdictBand } from '../domain/verdict.js';

export interface BandWidthInput {
  /** Prompts of the shortest list that is decided on. */
  readonly prompts: number;
  /** Prompts of the whole text. */
  readonly drawn: number;
  readonly noise: NoiseFloor | null;
  readonly band: VerdictBand | null;
}

/**
 * Half-width of the noise band of means over so many prompts, nats per position. Never narrower than the band of all
 * texts: a mean over fewer prompts is less sure. 0 without a band.
 */
export function bandWidth({ prompts, drawn, noise, band }: BandWidthInput): number {
  if (noise === null || band === null) return 0;
  const fewer =
    band.formula === FRESH_FORMULA
      ? band.halfWidthNats * Math.sqrt(drawn / Math.max(1, prompts))
      : halfWidthNats({ noise, z: band.z, n: prompts });
  return Math.max(band.halfWidthNats, fewer);
}
