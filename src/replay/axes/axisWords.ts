import type { WithoutReference } from '../../domain/referenceCheck.js';
import type { AxisWords, Wording } from '../../domain/roundQuality.js';
import { DENSITY } from '../../eras/axisWeights.js';
import { BENCH_BUDGETS } from '../../evaluate/axes/benches.js';

/** Requests that an axis is made of, where they have another name. */
const REQUESTS: Readonly<Record<string, string>> = { length: 'chat_probe' };
/** The duel's own axis asks nothing. */
const SILENT = 'kl';

/** Whose requests an axis has in a round under an evaluator; a part of them is not told apart. */
export const requestsOf = (axis: string, ownWords: readonly WithoutReference[]): Wording =>
  ownWords.some((one) => one.axis === (REQUESTS[axis] ?? axis)) ? 'own' : 'reference';

/**
 * In whose words an axis of such a round was asked, rubrics and the benches that density is made of included; null for
 * one that asks nothing.
 *
 * @param benches that count in the round
 */
export function axisWords(
  axis: string,
  ownWords: readonly WithoutReference[],
  benches: readonly string[] = Object.keys(BENCH_BUDGETS),
): AxisWords | null {
  if (axis === SILENT) return null;
  if (axis === DENSITY) {
    const own = benches.filter((bench) => requestsOf(bench, ownWords) === 'own').length;
    return own === 0 ? 'reference' : own === benches.length ? 'own' : 'mixed';
  }
  const requests = requestsOf(axis, ownWords);
  const hasRubric = ownWords.some((one) => one.axis === `${axis} rubric`);
  return requests === 'reference' && hasRubric ? 'mixed' : requests;
}
