import type { ChatProbe, ProbeAnswer } from '../../domain/probeRecord.js';
import { mean } from '../../python/mean.js';
import { round } from '../../python/round.js';
import { stripThinking } from '../grading/stripThinking.js';

const SHARE = 0.5;
const SLACK = 1e-9;

/**
 * Chat probe of a model: it fails when both fewer than half of the answers end and fewer than half say anything; when every
 * decoding failed nothing was tested (rule: probes, docs/methodology.md).
 */
export function chatProbe(answers: readonly ProbeAnswer[]): ChatProbe {
  if (answers.every(({ failed }) => failed))
    return {
      ...{ pass: true, reason: 'skipped: every answer failed', tested: 0, terminated: 0, nonEmpty: 0 },
      ...{ meanTokens: 0, answers },
    };
  const terminated = answers.filter((one) => one.terminated).length;
  const nonEmpty = answers.filter(({ answer }) => stripThinking(answer) !== '').length;
  const least = SHARE * answers.length - SLACK;
  const pass = terminated >= least || nonEmpty >= least;
  return {
    pass,
    reason: pass ? null : `${terminated} of ${answers.length} answers end, ${nonEmpty} say anything`,
    tested: answers.length,
    terminated,
    nonEmpty,
    meanTokens: round(mean(answers.map(({ tokens }) => tokens)), 1),
    answers,
  };
}
