import type { PublishedRow } from '../../../domain/published.js';
import { clearsFloor, crownQuality, type Quality } from '../../../eras/crownQuality.js';
import type { Policy } from '../../../eras/defineEra.js';
import type { LegalRules } from '../../../eras/legalRules.js';

/**
 * Crown quality of a published row under one set of rules; null when the row holds no composite, and when it leaves out
 * axes by a setting: its quality is not the one of these rules.
 */
export const rowQuality = (row: PublishedRow, policy: Policy): Quality | null =>
  Object.keys(row.axes).length === 0 || (row.axisGroupsOff?.length ?? 0) > 0
    ? null
    : crownQuality(row.axes, row.brokenAxes, policy);

/** Whether the row's quality is at the floor of a set of rules; null when it has no quality. Without a floor it is. */
export function atFloor(row: PublishedRow, policy: Policy): boolean | null {
  const quality = rowQuality(row, policy)?.value ?? null;
  if (quality === null) return null;
  return policy.qualityFloor === null || clearsFloor(quality, policy.qualityFloor, policy.qualityTolerance);
}

/** Distinct floors of some sets of rules, ascending, for a sentence. */
export const listFloors = (rules: readonly LegalRules[]): string =>
  [...new Set(rules.map(({ policy }) => policy.qualityFloor))]
    .sort((a, b) => (a ?? 0) - (b ?? 0))
    .map((floor) => (floor === null ? 'none' : String(floor)))
    .join(', ');

/** Six digits, as published numbers have them. */
export const shown = (quality: number | null | undefined): string =>
  quality === null || quality === undefined ? 'absent' : String(Number(quality.toFixed(6)));
