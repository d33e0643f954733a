import type { Absent } from '../../domain/absent.js';
import type { LengthAxis } from '../../domain/probeRecord.js';
import { mean } from '../../python/mean.js';
import { round } from '../../python/round.js';

/** Share of the teacher's length under which a model is too short, and multiple over which it is too long. */
const SHORTEST = 0.08;
const LONGEST = 2;

/**
 * Length axis from mean tokens an answer: ratio `r` to the teacher's mean, `penalty = min(min(1, r / 0.08), min(1, 2 / r))`
 * (rule: probes, docs/methodology.md).
 *
 * @param studentMean 1 decimal, end-of-turn tokens included
 * @param teacherLengths tokens of each of the teacher's texts, end-of-turn tokens left out
 * @returns Absent when either mean is 0
 */
export function lengthAxis(
  studentMean: number,
  teacherLengths: readonly number[],
  source: LengthAxis['source'],
): LengthAxis | Absent {
  const teacherMean = mean(teacherLengths);
  if (!(studentMean > 0) || !(teacherMean > 0))
    return {
      absent: 'missing',
      why: `${studentMean > 0 ? 'the teacher' : 'the model'} writes nothing that has a length`,
    };
  const ratio = studentMean / teacherMean;
  const tooShort = Math.min(1, ratio / SHORTEST);
  const tooLong = Math.min(1, LONGEST / ratio);
  return {
    studentMean: round(studentMean, 1),
    teacherMean: round(teacherMean, 1),
    ratio: round(ratio, 3),
    tooShort: round(tooShort, 3),
    tooLong: round(tooLong, 3),
    penalty: round(Math.min(tooShort, tooLong), 3),
    source,
  };
}
