import { clearsFloor } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';

/** What the margin test compares. */
export interface Standing {
  readonly worst: number | null;
  readonly quality: number | null;
  readonly weighted: number | null;
}

type MarginPolicy = Pick<Policy, 'qualityFloor' | 'qualityMargin' | 'saturationEpsilon' | 'qualityTolerance'>;

/**
 * Margin test of the composite selector: whether a challenger is far enough ahead of the prior king to be preferred.
 * A clearly better worst axis wins; inside the tie region, or with both worst axes saturated, quality decides
 * (rule: composite selector, docs/methodology.md). Without a quality on one side the weighted means are compared; that
 * a challenger without one is compared at all happens only in an era without a floor (inferred).
 */
export function takesByMargin(
  incumbent: Standing | null,
  challenger: Standing,
  policy: MarginPolicy,
): boolean {
  const { qualityFloor: floor, qualityMargin: margin, saturationEpsilon } = policy;
  if (!clearsFloor(challenger.quality, floor, policy.qualityTolerance)) return false;
  if (challenger.worst === null) return false;
  if (incumbent === null || incumbent.worst === null) return true;
  const saturated = incumbent.worst <= saturationEpsilon && challenger.worst <= saturationEpsilon;
  if (!saturated) {
    if (challenger.worst > incumbent.worst * (1 + margin)) return true;
    if (challenger.worst < incumbent.worst * (1 - margin)) return false;
  }
  if (incumbent.quality !== null && challenger.quality !== null) {
    if (incumbent.quality <= 0) return true;
    const asked = incumbent.quality * (1 + margin);
    return challenger.quality > (floor === null || asked > floor ? asked : floor);
  }
  const theirs = incumbent.weighted ?? 0;
  const ours = challenger.weighted ?? 0;
  return theirs <= 0 ? ours > 0 : ours > theirs * (1 + margin);
}
