/** Standard errors of the evaluator's interval. */
const ERRORS = 1.96;

/**
 * Statistical early stop: the lower bound of the running mean lies above the best mean so far. One score has no
 * spread: bound 0, no stop. Off in the evaluator's default settings.
 */
export function earlyStop(scores: readonly number[], best: number): { lower: number; stop: boolean } {
  const n = scores.length;
  if (n < 2) return { lower: 0, stop: false };
  let sum = 0;
  for (const score of scores) sum += score;
  const mean = sum / n;
  let squares = 0;
  for (const score of scores) squares += (score - mean) * (score - mean);
  const lower = mean - ERRORS * Math.sqrt(squares / (n - 1) / n);
  return { lower, stop: lower > best };
}
