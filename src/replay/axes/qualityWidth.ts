import { DENSITY } from '../../eras/axisWeights.js';
import type { Policy } from '../../eras/defineEra.js';
import type { AxisSample } from './axisSamples.js';

/**
 * Half of the band of a contender's quality: what another sample of items of the same kinds, ours against the validator's,
 * could give instead (rule: quality band, docs/methodology.md).
 *
 * @param taken axes that were computed here, of all those that quality is taken over
 * @param z standard errors on each side
 */
export function qualityWidth(
  samples: readonly AxisSample[],
  taken: readonly string[],
  all: readonly string[],
  { axisWeights }: Pick<Policy, 'axisWeights'>,
  z: number,
): number {
  const weightOf = (axis: string): number => axisWeights[axis] ?? 0;
  const whole = all.reduce((sum, axis) => sum + weightOf(axis), 0);
  if (whole === 0) return 0;
  const errors = samples.flatMap((sample) =>
    taken.includes(sample.axis) ? [{ axis: sample.axis, error: errorOf(sample) }] : [],
  );
  const square = errors.reduce((sum, { axis, error }) => sum + (weightOf(axis) * error) ** 2, 0);
  // Density is a mean over the same items: its error adds to theirs.
  const mean = errors.reduce((sum, { error }) => sum + error, 0) / Math.max(1, errors.length);
  const density = taken.includes(DENSITY) ? weightOf(DENSITY) * mean : 0;
  return (Math.SQRT2 * z * (Math.sqrt(square) + density)) / whole;
}

/** Standard error of a mean of values between 0 and 1, with a 1 and a 0 added: no mean of few draws is certain. */
function errorOf({ n, share, slope }: AxisSample): number {
  const mean = (share * n + 1) / (n + 2);
  return slope * Math.sqrt((mean * (1 - mean)) / n);
}
