import { type Absent, isAbsent } from '../../domain/absent.js';
import type { Uid } from '../../domain/identity.js';
import type { NormReading } from '../../domain/normReading.js';
import type { FinetuneProbe } from '../../domain/roundQuality.js';

/** The norm layers of one contender. */
export interface ContenderNorms {
  readonly uid: Uid;
  readonly norms: NormReading | Absent;
}

/** What of the probe no run of this program computes. */
export const GRADIENTS = {
  axis: 'finetune_probe gradients',
  why: 'They need a step of training backwards through the model; of this probe the weights of norm layers alone are computed.',
};

/**
 * What the evaluator's fine-tune probe says of each contender by its norm layers (rule: fine-tune probe,
 * docs/methodology.md). How the evaluator goes on after `norm_weight_scaled:` is not known.
 *
 * @param limit distance from 0 above which a weight fails
 */
export const finetuneProbe = (contenders: readonly ContenderNorms[], limit: number): FinetuneProbe => ({
  limit,
  contenders: contenders.map((one) => ({
    ...one,
    says: isAbsent(one.norms) ? null : saysOf(one.norms, limit),
  })),
});

function saysOf({ nonFinite: [first], largest }: NormReading, limit: number): string | null {
  if (first !== undefined) return `norm_weight_nan_inf:${first}`;
  return largest !== null && largest.value > limit ? `norm_weight_scaled:${largest.name}` : null;
}
