import { AXIS_NAMES, type AxisAnchors, axisValue } from '../../decide/axes.js';
import { round } from '../../python/round.js';
import type { EvaluatedAxes } from './evaluateAxes.js';
import { rawResultOf } from './rawResultOf.js';

/** Every axis of a model beside the duel, 0 to 1 on 4 decimals as records keep it; null where it is absent. */
export function axisValuesOf(
  evaluated: Pick<EvaluatedAxes, 'records' | 'probes'>,
  lowestRkl: AxisAnchors['lowestRkl'],
): Readonly<Record<string, number | null>> {
  const raw = rawResultOf(evaluated);
  return Object.fromEntries(
    AXIS_NAMES.filter((name) => name !== 'kl').map((name) => {
      const value = axisValue(name, raw, { kingKl: null, lowestRkl });
      return [name, value === null ? null : round(value, 4)];
    }),
  );
}
