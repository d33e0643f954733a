import type { Absent } from '../domain/absent.js';
import { DEFAULT_KL, type KlSettings, klPosition } from './klPosition.js';

/** Log-probabilities of one prompt's continuation: rows x `slots`, row-major, aligned at the first row. */
export interface PromptLogProbs {
  readonly teacher: Float32Array;
  readonly student: Float32Array;
  /** Teacher tokens per position. */
  readonly slots: number;
}

export interface KlPrompt {
  /** Positions scored: the shorter of both sides. */
  readonly positions: number;
  /** Mean KL over the positions, in nats per position; 0 when there is none. */
  readonly kl: number;
  /** `conditional_fallback`: a teacher value above 0 shows that these are no log-probabilities. */
  readonly mode: 'tail_bucket' | 'conditional' | 'conditional_fallback';
  readonly means: KlMeans | Absent;
}

/** Means over the positions of one prompt that the evaluator publishes beside the KL. */
interface KlMeans {
  readonly conditional: number;
  readonly teacherMass: number;
  readonly studentMass: number;
  readonly tailMassGap: number;
}

/**
 * KL of one prompt: the mean of its positions in float64, added from left to right.
 * Rule: sparse KL, docs/methodology.md.
 */
export function klPrompt(logProbs: PromptLogProbs, settings: KlSettings = DEFAULT_KL): KlPrompt {
  const { teacher, student, slots } = logProbs;
  if (
    !Number.isSafeInteger(slots) ||
    slots < 1 ||
    teacher.length % slots !== 0 ||
    student.length % slots !== 0
  )
    throw new RangeError(`${teacher.length} and ${student.length} values are no rows of ${slots}`);
  const positions = Math.min(teacher.length, student.length) / slots;
  const fallback = settings.mode === 'tail_bucket' && hasPositive(teacher.subarray(0, positions * slots));
  const mode = fallback ? 'conditional_fallback' : settings.mode;
  if (positions === 0)
    return { positions, kl: 0, mode, means: { absent: 'not-applicable', why: 'no position was scored' } };
  const used: KlSettings = fallback ? { ...settings, mode: 'conditional' } : settings;
  const total = { kl: 0, conditional: 0, teacherMass: 0, studentMass: 0, tailMassGap: 0 };
  for (let row = 0; row < positions; row++) {
    const [from, to] = [row * slots, (row + 1) * slots];
    const position = klPosition(teacher.subarray(from, to), student.subarray(from, to), used);
    total.kl += position.kl;
    total.conditional += position.conditional;
    total.teacherMass += position.teacherMass;
    total.studentMass += position.studentMass;
    total.tailMassGap += position.tailMassGap;
  }
  return {
    positions,
    kl: total.kl / positions,
    mode,
    means: {
      conditional: total.conditional / positions,
      teacherMass: total.teacherMass / positions,
      studentMass: total.studentMass / positions,
      tailMassGap: total.tailMassGap / positions,
    },
  };
}

const hasPositive = (values: Float32Array): boolean => values.some((value) => value > 0);
