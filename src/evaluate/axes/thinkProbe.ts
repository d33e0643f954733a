import type { ProbeAnswer, ThinkProbe } from '../../domain/probeRecord.js';
import { mean } from '../../python/mean.js';
import { round } from '../../python/round.js';
import { gzipRatio, selfBleu, topSixShare } from './repetition.js';
import { robustZ } from './robustZ.js';

/** Distance from the teacher's texts beyond which a text is degenerate, and its packed size without such texts. */
const SIGMA = 4;
const PACKED = 0.25;

/**
 * Think probe of a model: a text is degenerate when it packs far better, or repeats six words far more often, than the
 * teacher's texts (rule: probes, docs/methodology.md).
 *
 * @param teacher texts of the teacher on the same requests; empty when there are none
 */
export function thinkProbe(answers: readonly ProbeAnswer[], teacher: readonly string[]): ThinkProbe {
  const packed = teacher.map(gzipRatio);
  const repeated = teacher.map(topSixShare);
  const judged = answers.map((one) => {
    const ratio = gzipRatio(one.answer);
    const share = topSixShare(one.answer);
    const degenerate =
      teacher.length === 0
        ? ratio < PACKED
        : robustZ(ratio, packed) < -SIGMA || robustZ(share, repeated) > SIGMA;
    return { ...one, gzipRatio: ratio, topSixShare: share, degenerate };
  });
  return {
    tested: judged.length,
    terminated: judged.filter((one) => one.terminated).length,
    degenerate: judged.filter((one) => one.degenerate).length,
    selfBleu: selfBleu(answers.map(({ answer }) => answer)),
    teacherSelfBleu: selfBleu(teacher),
    meanTokens: round(mean(answers.map(({ tokens }) => tokens)), 1),
    answers: judged,
  };
}
