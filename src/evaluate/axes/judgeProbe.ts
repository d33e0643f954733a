import type { GradedTalk, JudgeProbe } from '../../domain/probeRecord.js';
import { mean } from '../../python/mean.js';
import { round } from '../../python/round.js';
import { normalizedGrade } from '../grading/judgeScore.js';

/**
 * Sums up marks: their mean on 3 decimals, and from the mean that is not rounded `(mean - 1) / 4` on 4
 * (rule: probes, docs/methodology.md). How few marks make the axis absent is the axis's rule.
 *
 * @param tokens of each answer of the model
 */
export function judgeProbe(items: readonly GradedTalk[], tokens: readonly number[]): JudgeProbe {
  const scores = items.flatMap(({ score }) => (score === null ? [] : [score]));
  const meanScore = scores.length === 0 ? null : mean(scores);
  return {
    n: items.length,
    nValid: scores.length,
    meanScore: meanScore === null ? null : round(meanScore, 3),
    normalized: meanScore === null ? null : round(normalizedGrade(meanScore), 4),
    meanTokens: tokens.length === 0 ? 0 : round(mean(tokens), 1),
    items,
  };
}
