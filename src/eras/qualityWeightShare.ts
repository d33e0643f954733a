import type { Policy } from './defineEra.js';

/** Share of the quality axes' whole weight that the given axes carry, 0 to 1: a part of the coverage. */
export function qualityWeightShare(
  present: readonly string[],
  policy: Pick<Policy, 'axisWeights' | 'relativeAxes'>,
): number {
  let all = 0;
  let held = 0;
  for (const [axis, weight] of Object.entries(policy.axisWeights)) {
    if (weight <= 0 || policy.relativeAxes.includes(axis)) continue;
    all += weight;
    if (present.includes(axis)) held += weight;
  }
  return all > 0 ? held / all : 0;
}
