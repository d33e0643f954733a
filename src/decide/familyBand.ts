import type { NoiseFloor } from '../domain/verdict.js';
import type { CrownInput } from './crownInput.js';
import { normalQuantile } from './normalQuantile.js';

/** Standard errors of the duel's own lower bound: the engine's share of them moves with the noise too. */
const LCB_ERRORS = 1.96;

/** Statistics of a challenger that a gate reads: p, mean, lower bound, both limits of its mean KL. */
const DUEL_GATES = 3;
const KL_LIMITS = 2;

/** What the half-width of a pinned text is; a text constant of the JSON (rule: noise band, docs/methodology.md). */
export const PINNED_FORMULA =
  'h = max(tau, b + (z + 2 x 1.96) tau / sqrt(n)); z = quantile(1 - alpha / m); b = |difference of the mean KL|, tau = largest |difference of a prompt| of king against king, n = prompts';

/** What the half-width of a text drawn anew is; a text constant of the JSON (rule: noise band, docs/methodology.md). */
export const FRESH_FORMULA =
  'h = sqrt(2) x z x se; z = quantile(1 - alpha / m); se = largest standard error of a mean KL or of a mean paired difference';

/**
 * Standard errors of a band that keeps a whole family of gates within one error rate: the normal quantile of
 * 1 - alpha / m, per side.
 * @param alpha family-wise error, above 0 and below 1
 * @param m number of gates that a statistic decides; below 1 counts as 1
 */
export const familyZ = (alpha: number, m: number): number => -normalQuantile(alpha / Math.max(1, m));

/** The parts of a half-width, so that it can be told for another number of prompts. Nats per position. */
export interface BandParts {
  /** Never less than this, with any number of prompts. */
  readonly least: number;
  /** Does not shrink with more prompts. */
  readonly bias: number;
  /** Shrinks with the root of the number of prompts: its size at one prompt. */
  readonly perRootPrompt: number;
}

/** Half-width with `n` prompts. */
export const widthAt = ({ least, bias, perRootPrompt }: BandParts, n: number): number =>
  Math.max(least, bias + perRootPrompt / Math.sqrt(Math.max(1, n)));

/** Parts of the band of a pinned text, where only the engine disagrees with itself. */
export const pinnedParts = (noise: Pick<NoiseFloor, 'meanNats' | 'noiseNats'>, z: number): BandParts => ({
  least: noise.noiseNats,
  bias: noise.meanNats,
  perRootPrompt: (z + 2 * LCB_ERRORS) * noise.noiseNats,
});

/** Parts of the band of a text that was drawn anew: where the original's mean lies, given that of the new draw. */
export const freshParts = (se: number, z: number, n: number): BandParts => ({
  least: 0,
  bias: 0,
  perRootPrompt: Math.SQRT2 * z * se * Math.sqrt(Math.max(1, n)),
});

/**
 * Half-width of the band of a pinned text, as `PINNED_FORMULA` has it, nats per position.
 * @param n prompts of the text; below 1 counts as 1
 */
export const halfWidthNats = ({
  noise,
  z,
  n,
}: {
  readonly noise: Pick<NoiseFloor, 'meanNats' | 'noiseNats'>;
  readonly z: number;
  readonly n: number;
}): number => widthAt(pinnedParts(noise, z), n);

/** Half-width of the band of a text that was drawn anew, as `FRESH_FORMULA` has it, nats per position. */
export const freshHalfWidthNats = ({ se, z }: { readonly se: number; readonly z: number }): number =>
  widthAt(freshParts(se, z, 1), 1);

/**
 * Gates of one round that a statistic decides, from its contenders alone: p, mean and lower bound of each duel, and
 * the two limits of each mean KL. Without a seated king there is no duel.
 */
export const plannedStatisticGates = (kingSeated: boolean, nChallengers: number): number =>
  nChallengers * (kingSeated ? DUEL_GATES + KL_LIMITS : KL_LIMITS) + (kingSeated ? KL_LIMITS : 0);

/** The same of one decision: only contenders that have a score are counted. */
export function statisticGates(input: Pick<CrownInput, 'king' | 'challengers'>): number {
  const scored = (one: CrownInput['king']): boolean =>
    one !== null && (one.klPerPrompt !== null || (one.claimed ?? null) !== null);
  return plannedStatisticGates(scored(input.king), input.challengers.filter(scored).length);
}
