import { AXIS_NAMES, type AxisAnchors } from '../../decide/axes.js';
import { axisAt4 } from './axisAt4.js';
import type { EvaluatedAxes } from './evaluateAxes.js';
import { rawResultOf } from './rawResultOf.js';

/** Every axis of a model beside the duel, 0 to 1 on 4 decimals as records keep it; null where it is absent. */
export function axisValuesOf(
  evaluated: Pick<EvaluatedAxes, 'records' | 'probes'>,
  lowestRkl: AxisAnchors['lowestRkl'],
): Readonly<Record<string, number | null>> {
  const raw = rawResultOf(evaluated);
  return Object.fromEntries(
    AXIS_NAMES.filter((name) => name !== 'kl').map((name) => [
      name,
      axisAt4(name, raw, { kingKl: null, lowestRkl }),
    ]),
  );
}
