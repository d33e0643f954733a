import { klSummary } from '../../../src/evaluate/klSummary.js';
import type { Measured, PlayedRound } from '../rounds.js';
import type { Seeded } from '../seeded.js';

/** Spread of the difference between the evaluator's engine and ours, nats. */
const ENGINE_NOISE = 1e-5;

export interface PublishedKl {
  /** Rounded 6, by index of the filtered prompt list. */
  readonly perPrompt: readonly number[];
  readonly globalAvg: number;
}

/**
 * KL of a contender as the evaluator published it: our value plus a little noise, as another engine would give. In a wrong-text
 * round the crowned contender was scored on the text after the restart, everybody else on the first one.
 */
export function publishedKl(round: PlayedRound, contender: Measured, seeded: Seeded): PublishedKl {
  const wrong = round.plan.kind === 'wrong-text' && contender.miner === round.crowned;
  const values = wrong ? contender.onSecond : contender.onFirst;
  const draw = seeded.fork(`engine noise/${round.roundId}/${contender.miner.name}`);
  const summary = klSummary((values ?? []).map((kl) => Math.max(0, kl + ENGINE_NOISE * draw.gauss())));
  if (typeof summary.globalAvg !== 'number') throw new TypeError('a contender without prompts');
  return { perPrompt: summary.perPrompt, globalAvg: summary.globalAvg };
}
