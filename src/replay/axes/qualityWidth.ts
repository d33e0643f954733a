import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Policy } from '../../eras/defineEra.js';

const DENSITY = 'reasoning_density';

/**
 * Half of the band of a contender's quality: what another sample of items of the same kinds, ours against the validator's,
 * could give instead (rule: quality band, docs/methodology.md). Items of one draw that are asked in several ways count once.
 *
 * @param taken axes that were computed here, of all those that quality is taken over
 * @param z standard errors on each side
 */
export function qualityWidth(
  records: readonly AxisRecord[],
  taken: readonly string[],
  all: readonly string[],
  { axisWeights }: Pick<Policy, 'axisWeights'>,
  z: number,
): number {
  const weightOf = (axis: string): number => axisWeights[axis] ?? 0;
  const whole = all.reduce((sum, axis) => sum + weightOf(axis), 0);
  if (whole === 0) return 0;
  const errors = records.flatMap((record) =>
    taken.includes(record.axis) ? [{ axis: record.axis, error: errorOf(record) }] : [],
  );
  const square = errors.reduce((sum, { axis, error }) => sum + (weightOf(axis) * error) ** 2, 0);
  // Density is a mean over the same items: its error adds to theirs.
  const mean = errors.reduce((sum, { error }) => sum + error, 0) / Math.max(1, errors.length);
  const density = taken.includes(DENSITY) ? weightOf(DENSITY) * mean : 0;
  return (Math.SQRT2 * z * (Math.sqrt(square) + density)) / whole;
}

/** Standard error of a share, with one right and one wrong item added: no share of few items is certain. */
function errorOf({ n, correct, passFrac, items }: AxisRecord): number {
  if (isAbsent(passFrac) || n === 0) return 0;
  const ways = new Set(items.map(({ way }) => way)).size;
  const draws = Math.max(1, n / Math.max(1, ways));
  const share = (correct + 1) / (n + 2);
  return Math.sqrt((share * (1 - share)) / draws);
}
