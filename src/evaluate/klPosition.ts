import type { KlMode } from '../domain/duel.js';

export interface KlSettings {
  /** Whether the mass outside the teacher's tokens counts, as one bucket, or both sides are renormalised without it. */
  readonly mode: KlMode;
  /** Least mass of the tail bucket. */
  readonly eps: number;
}

export const DEFAULT_KL: KlSettings = { mode: 'tail_bucket', eps: 1e-12 };

/** Forward KL of one position, in nats, with the terms of both modes. Not finite numbers go through as they are. */
export interface KlPosition {
  /** Sum over the teacher's slots of p (ln p - ln q). */
  readonly topTerm: number;
  /** What the mass outside the slots adds: p_tail (ln p_tail - ln q_tail). */
  readonly tailTerm: number;
  /** The value that is scored: the one of the mode, 0 or more. */
  readonly kl: number;
  /** Top and tail term together: 0 or more. */
  readonly tailBucket: number;
  /** KL with both sides renormalised over the slots: 0 or more. */
  readonly conditional: number;
  /** Mass over the slots, each counted as often as it occurs: may pass 1. */
  readonly teacherMass: number;
  readonly studentMass: number;
  /** |p_tail - q_tail|. */
  readonly tailMassGap: number;
}

/**
 * Sparse forward KL, teacher to student, of one position in float64.
 * Rule: sparse KL, docs/methodology.md.
 * @param teacher log-probabilities of the teacher's slots (128 in the evaluator; a filler is -100)
 * @param student log-probabilities over the full vocabulary, taken at the ids of the same slots
 */
export function klPosition(
  teacher: ArrayLike<number>,
  student: ArrayLike<number>,
  settings: KlSettings = DEFAULT_KL,
): KlPosition {
  if (teacher.length === 0 || teacher.length !== student.length)
    throw new RangeError(`teacher has ${teacher.length} slots, student ${student.length}`);
  const teacherLog = logSumExp(teacher);
  const studentLog = logSumExp(student);
  let topTerm = 0;
  let conditional = 0;
  for (let i = 0; i < teacher.length; i++) {
    const t = teacher[i] as number;
    const s = student[i] as number;
    topTerm += Math.exp(t) * (t - s);
    conditional += Math.exp(t - teacherLog) * (t - teacherLog - (s - studentLog));
  }
  const teacherTail = logTail(teacherLog, settings.eps);
  const studentTail = logTail(studentLog, settings.eps);
  const tailTerm = Math.exp(teacherTail) * (teacherTail - studentTail);
  const byMode = { tail_bucket: Math.max(0, topTerm + tailTerm), conditional: Math.max(0, conditional) };
  return {
    topTerm,
    tailTerm,
    kl: byMode[settings.mode],
    tailBucket: byMode.tail_bucket,
    conditional: byMode.conditional,
    teacherMass: Math.exp(teacherLog),
    studentMass: Math.exp(studentLog),
    tailMassGap: Math.abs(Math.exp(teacherTail) - Math.exp(studentTail)),
  };
}

function logSumExp(values: ArrayLike<number>): number {
  let top = -Infinity;
  for (let i = 0; i < values.length; i++) top = Math.max(top, values[i] as number);
  if (!Number.isFinite(top)) return top;
  let total = 0;
  for (let i = 0; i < values.length; i++) total += Math.exp((values[i] as number) - top);
  return top + Math.log(total);
}

/** ln(max(1 - mass, eps)) with the mass held between 0 and 1. */
const logTail = (logMass: number, eps: number): number =>
  Math.log(Math.max(1 - Math.min(1, Math.max(0, Math.exp(logMass))), eps));
