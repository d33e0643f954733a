import type { OnPolicyProbe, RolloutRecord } from '../../domain/probeRecord.js';
import { mean } from '../../python/mean.js';
import { round } from '../../python/round.js';
import { sum } from '../../python/sum.js';
import type { Divergences } from './rolloutDivergence.js';

/** A rollout with its divergences. */
export interface ReadRollout {
  readonly prompt: string;
  readonly text: string;
  readonly tokens: number;
  readonly divergences: Divergences;
}

const DIGITS = 6;

/** Sums up rollouts: every mean is weighted by tokens, not by rollouts (rule: on-policy divergence, docs/methodology.md). */
export function onPolicyProbe(rollouts: readonly ReadRollout[]): OnPolicyProbe {
  const tokens = sum(rollouts.map((one) => one.tokens));
  const over = (name: keyof Divergences): number | null =>
    tokens === 0 ? null : rounded(sum(rollouts.map((one) => one.tokens * one.divergences[name])) / tokens);
  return {
    rollouts: rollouts.length,
    tokens,
    meanRkl: over('rkl'),
    meanFkl: over('fkl'),
    meanSkl: over('skl'),
    meanSampledGap: over('sampledGap'),
    meanLength: round(mean(rollouts.map((one) => one.tokens)), 1),
    perRollout: rollouts.map(
      ({ prompt, text, tokens, divergences: { rkl, fkl, skl, sampledGap } }): RolloutRecord => ({
        ...{ prompt, text, tokens, rkl: rounded(rkl), fkl: rounded(fkl), skl: rounded(skl) },
        sampledGap: rounded(sampledGap),
      }),
    ),
  };
}

const rounded = (value: number): number | null => (Number.isNaN(value) ? null : round(value, DIGITS));
