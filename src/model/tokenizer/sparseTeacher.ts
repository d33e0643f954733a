import { UnavailableError } from '../../errors/network.js';
import type { MappedToken } from './tokenMap.js';

/** One generated token's alternatives as an OpenAI-compatible server lists them, in its order; null where it has none. */
export type TopLogProbs = readonly (readonly [token: string, logProb: number])[] | null;

/** Teacher log-probabilities, row-major, one row per generated token. */
export interface SparseTeacher {
  readonly slots: number;
  readonly ids: Int32Array;
  /** Nats, float32. */
  readonly logProbs: Float32Array;
  /** Kept alternatives whose id is a guess: ambiguous, or not a token of the vocabulary. */
  readonly guessed: number;
}

export const TEACHER_SLOTS = 128;
const FILLER = -100;

/**
 * Turns top log-probabilities into the evaluator's table: by falling log-probability, equal ones in the server's order,
 * the first 128; slots without an alternative hold id 0 and -100. Rule: token strings, docs/methodology.md.
 *
 * @throws UnavailableError when a log-probability is not a finite number
 */
export function sparseTeacher(
  answer: readonly TopLogProbs[],
  idOf: (token: string) => MappedToken,
  slots: number = TEACHER_SLOTS,
): SparseTeacher {
  const ids = new Int32Array(answer.length * slots);
  const logProbs = new Float32Array(answer.length * slots).fill(FILLER);
  let guessed = 0;
  for (const [row, listed] of answer.entries()) {
    for (const [token, logProb] of listed ?? [])
      if (!Number.isFinite(logProb)) throw notFinite(row, token, logProb);
    const kept = [...(listed ?? [])].sort(([, left], [, right]) => right - left).slice(0, slots);
    for (const [slot, [token, logProb]] of kept.entries()) {
      const { id, by, ambiguous } = idOf(token);
      ids[row * slots + slot] = id;
      logProbs[row * slots + slot] = logProb;
      if (ambiguous || by === 'encoded' || by === 'none') guessed++;
    }
  }
  return { slots, ids, logProbs, guessed };
}

const notFinite = (row: number, token: string, logProb: number): UnavailableError =>
  new UnavailableError({
    what: "the teacher's answer cannot be used",
    why: `token ${row} gives ${JSON.stringify(token).slice(0, 80)} the log-probability ${logProb}`,
    remedy: 'Ask the server again, or take another one.',
  });
