import type { Absent } from '../domain/absent.js';
import type { KlMode } from '../domain/duel.js';
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
  readonly mode: KlMode | 'conditional_fallback';
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
export const klPrompt = (logProbs: PromptLogProbs, settings: KlSettings = DEFAULT_KL): KlPrompt =>
  klPromptModes(logProbs, settings.eps)[settings.mode];

/**
 * KL of one prompt in both modes, from one pass over its positions: for a block at which validators may have run either.
 * Each is bit for bit what `klPrompt` gives in that mode.
 * @param eps least mass of the tail bucket
 */
export function klPromptModes(
  logProbs: PromptLogProbs,
  eps: number = DEFAULT_KL.eps,
): Readonly<Record<KlMode, KlPrompt>> {
  const { teacher, student, slots } = logProbs;
  if (
    !Number.isSafeInteger(slots) ||
    slots < 1 ||
    teacher.length % slots !== 0 ||
    student.length % slots !== 0
  )
    throw new RangeError(`${teacher.length} and ${student.length} values are no rows of ${slots}`);
  const positions = Math.min(teacher.length, student.length) / slots;
  const fallback = hasPositive(teacher.subarray(0, positions * slots));
  const tailMode = fallback ? 'conditional_fallback' : 'tail_bucket';
  if (positions === 0) {
    const none = { positions, kl: 0, means: NO_MEANS };
    return { tail_bucket: { ...none, mode: tailMode }, conditional: { ...none, mode: 'conditional' } };
  }
  const total = { tailBucket: 0, conditional: 0, teacherMass: 0, studentMass: 0, tailMassGap: 0 };
  const settings: KlSettings = { mode: 'tail_bucket', eps };
  for (let row = 0; row < positions; row++) {
    const [from, to] = [row * slots, (row + 1) * slots];
    const position = klPosition(teacher.subarray(from, to), student.subarray(from, to), settings);
    total.tailBucket += position.tailBucket;
    total.conditional += position.conditional;
    total.teacherMass += position.teacherMass;
    total.studentMass += position.studentMass;
    total.tailMassGap += position.tailMassGap;
  }
  const means: KlMeans = {
    conditional: total.conditional / positions,
    teacherMass: total.teacherMass / positions,
    studentMass: total.studentMass / positions,
    tailMassGap: total.tailMassGap / positions,
  };
  const tailBucket = fallback ? means.conditional : total.tailBucket / positions;
  return {
    tail_bucket: { positions, kl: tailBucket, mode: tailMode, means },
    conditional: { positions, kl: means.conditional, mode: 'conditional', means },
  };
}

const NO_MEANS: Absent = { absent: 'not-applicable', why: 'no position was scored' };

const hasPositive = (values: Float32Array): boolean => values.some((value) => value > 0);
