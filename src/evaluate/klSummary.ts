import type { Absent } from '../domain/absent.js';
import { round } from '../python/round.js';
import { sum } from '../python/sum.js';

const DECIMALS = 6;

export interface KlSummary {
  /** KL per prompt as stored: 6 decimals. Ends before the first value that is not finite. */
  readonly perPrompt: readonly number[];
  /** Unweighted mean of the rounded values, rounded again; what the evaluator calls `kl_global_avg`. */
  readonly globalAvg: number | Absent;
  /** Index of the prompt whose KL is not finite: the evaluator stops the contender there. Else null. */
  readonly stoppedAt: number | null;
}

/**
 * KL of one contender from the means of its prompts, rounded as the evaluator publishes it.
 * Rule: KL aggregation, docs/methodology.md.
 * @param promptMeans nats per position, one per prompt in draw order after the continuation filter
 */
export function klSummary(promptMeans: ArrayLike<number>): KlSummary {
  const means = Array.from(promptMeans);
  const broken = means.findIndex((mean) => !Number.isFinite(mean));
  const stoppedAt = broken < 0 ? null : broken;
  const perPrompt = means.slice(0, stoppedAt ?? means.length).map((mean) => round(mean, DECIMALS));
  const globalAvg: number | Absent =
    perPrompt.length === 0
      ? { absent: 'missing', why: 'no prompt of this contender was scored' }
      : round(sum(perPrompt) / perPrompt.length, DECIMALS);
  return { perPrompt, globalAvg, stoppedAt };
}
