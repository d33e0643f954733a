import { clearsFloor } from '../eras/crownQuality.js';
import type { Policy } from '../eras/defineEra.js';

type QualityReason =
  | 'missing_challenger_quality'
  | 'challenger_quality_floor'
  | 'no_incumbent_quality_floor_passed'
  | 'incumbent_quality_floor'
  | 'quality_gate_passed'
  | 'quality_regression';

export interface QualityGate {
  readonly ok: boolean;
  readonly reason: QualityReason;
  /** What the challenger's quality was held against; null when it has none. */
  readonly threshold: number | null;
}

/**
 * The quality half of the crown gate: not below the floor and not more than the margin below the incumbent. It does
 * not ask for a number of axes (rule: crown gate, docs/methodology.md).
 */
export function qualityGate(
  challenger: number | null,
  incumbent: number | null,
  policy: Pick<Policy, 'qualityFloor' | 'qualityMargin' | 'qualityTolerance'>,
): QualityGate {
  const { qualityFloor: floor, qualityMargin, qualityTolerance: tolerance } = policy;
  if (challenger === null) return { ok: false, reason: 'missing_challenger_quality', threshold: null };
  if (!clearsFloor(challenger, floor, tolerance))
    return { ok: false, reason: 'challenger_quality_floor', threshold: floor };
  if (incumbent === null) return { ok: true, reason: 'no_incumbent_quality_floor_passed', threshold: floor };
  if (incumbent <= 0) return { ok: true, reason: 'incumbent_quality_floor', threshold: floor };
  const threshold = Math.max(floor, incumbent * (1 - qualityMargin));
  const ok = challenger >= threshold - tolerance;
  return { ok, reason: ok ? 'quality_gate_passed' : 'quality_regression', threshold };
}
