/** What was seen of a running stage at one moment. */
export interface Observation {
  /** Seconds on a clock that only goes forward. */
  readonly at: number;
  readonly done: number;
}

export interface TimeLeft {
  /** Prompts per second over everything measured. */
  readonly rate: number;
  /** Seconds, from the fastest to the slowest measured pace. */
  readonly low: number;
  readonly high: number;
  /** Prompts that the estimate rests on. */
  readonly measured: number;
}

/** Less measured work than this says nothing about the rest. */
const ENOUGH_PROMPTS = 8;
const ENOUGH_SECONDS = 3;

const pace = (from: Observation, to: Observation): number | null =>
  to.at > from.at && to.done > from.done ? (to.done - from.done) / (to.at - from.at) : null;

/**
 * Time left as a range, from what was measured while watching: the pace over all of it and over its two halves. Null until
 * enough work was measured.
 * @param low prompts that are left at least
 * @param high prompts that are left at most (rounds without a plan counted like those with one)
 */
export const timeLeft = (seen: readonly Observation[], low: number, high: number): TimeLeft | null => {
  const first = seen[0];
  const last = seen.at(-1);
  if (first === undefined || last === undefined) return null;
  const measured = last.done - first.done;
  if (measured < ENOUGH_PROMPTS || last.at - first.at < ENOUGH_SECONDS) return null;
  const middle = seen[Math.floor(seen.length / 2)] ?? first;
  const whole = pace(first, last);
  if (whole === null) return null;
  const paces = [whole, pace(first, middle), pace(middle, last)].filter((one) => one !== null);
  return {
    rate: whole,
    low: low / Math.max(...paces),
    high: high / Math.min(...paces),
    measured,
  };
};

/** Keeps what an estimate needs: at most `keep` of the latest looks, from the start again when work went back. */
export const observe = (
  seen: readonly Observation[],
  next: Observation,
  keep = 120,
): readonly Observation[] => {
  const last = seen.at(-1);
  if (last !== undefined && next.done < last.done) return [next];
  if (last !== undefined && next.done === last.done) return seen;
  const all = [...seen, next];
  return all.length <= keep ? all : all.slice(all.length - keep);
};
