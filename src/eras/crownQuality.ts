import type { Policy } from './defineEra.js';

export type Axes = Readonly<Record<string, number | null>>;

/** Crown quality, 0 to 1, with the number of axes that it rests on. */
export interface Quality {
  /** null when no axis counts: absent is not 0. */
  readonly value: number | null;
  readonly axes: number;
}

type QualityPolicy = Pick<Policy, 'axisWeights' | 'relativeAxes'>;

type Weighted = readonly (readonly [axis: string, weight: number])[];

/** By the lists of a policy: every contender of every round is measured by the same few. */
const absolute = new WeakMap<Policy['axisWeights'], WeakMap<Policy['relativeAxes'], Weighted>>();

/** Axes with a weight that do not compare with the round's other models. */
function absoluteAxes({ axisWeights, relativeAxes }: QualityPolicy): Weighted {
  const known = absolute.get(axisWeights);
  const found = known?.get(relativeAxes);
  if (found !== undefined) return found;
  const axes = Object.entries(axisWeights).filter(
    ([axis, weight]) => weight > 0 && !relativeAxes.includes(axis),
  );
  absolute.set(axisWeights, (known ?? new WeakMap()).set(relativeAxes, axes));
  return axes;
}

/**
 * Weighted mean over the active axes that are not relative, not broken and finite, from the 4-decimal values of the
 * record (rule: crown quality, docs/methodology.md).
 */
export function crownQuality(axes: Axes, broken: readonly string[], policy: QualityPolicy): Quality {
  let sum = 0;
  let weights = 0;
  let count = 0;
  for (const [axis, weight] of absoluteAxes(policy)) {
    if (broken.includes(axis)) continue;
    const value = Object.hasOwn(axes, axis) ? axes[axis] : null;
    if (value === null || value === undefined || !Number.isFinite(value)) continue;
    sum += weight * value;
    weights += weight;
    count += 1;
  }
  return { value: weights > 0 ? sum / weights : null, axes: count };
}

/**
 * True when a quality is present and not below the floor. Without a floor (null) it is true of any quality, and also
 * where there is none: an era without the rule asks for no quality.
 */
export const clearsFloor = (value: number | null, floor: number | null, tolerance: number): boolean =>
  floor === null || (value !== null && value >= floor - tolerance);
