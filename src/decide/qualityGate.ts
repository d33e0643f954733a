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
  /** What the challenger's quality was held against; null when it has none, or nothing was asked. */
  readonly threshold: number | null;
}

export type QualityPolicy = Pick<Policy, 'qualityFloor' | 'qualityMargin' | 'qualityTolerance'>;

/**
 * Quality that a duel's winner must reach against an incumbent: the floor, or a margin below the incumbent's quality.
 * An era without a floor asks for nothing when the incumbent has no quality, and for 0 when it has one at or below 0.
 */
export function askedQuality(incumbent: number | null, policy: QualityPolicy): number | null {
  const { qualityFloor: floor, qualityMargin } = policy;
  if (incumbent === null) return floor;
  if (incumbent <= 0) return floor ?? 0;
  const kept = incumbent * (1 - qualityMargin);
  return floor === null || kept > floor ? kept : floor;
}

/**
 * The quality half of the crown gate: not below the floor and not more than the margin below the incumbent. It does
 * not ask for a number of axes (rule: crown gate, docs/methodology.md).
 */
export function qualityGate(
  challenger: number | null,
  incumbent: number | null,
  policy: QualityPolicy,
): QualityGate {
  const { qualityFloor: floor, qualityTolerance: tolerance } = policy;
  if (challenger === null) return { ok: false, reason: 'missing_challenger_quality', threshold: null };
  if (!clearsFloor(challenger, floor, tolerance))
    return { ok: false, reason: 'challenger_quality_floor', threshold: floor };
  const threshold = askedQuality(incumbent, policy);
  if (incumbent === null) return { ok: true, reason: 'no_incumbent_quality_floor_passed', threshold };
  const ok = clearsFloor(challenger, threshold, tolerance);
  if (incumbent <= 0 && ok) return { ok, reason: 'incumbent_quality_floor', threshold };
  return { ok, reason: ok ? 'quality_gate_passed' : 'quality_regression', threshold };
}
