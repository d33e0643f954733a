import type { PublishedRow } from '../../../domain/published.js';
import { clearsFloor, crownQuality } from '../../../eras/crownQuality.js';
import type { LegalRules } from '../../../eras/legalRules.js';
import type { Crowning } from './crownings.js';

/** What the evaluator writes at the row of a winner by duel. */
const WON_BY_DUEL = 'paired_kl_and_quality_winner';

/** Whether a row itself says that its crown was won by a duel: then no setting of an operator gave it without one. */
export const saysWonByDuel = (row: PublishedRow): boolean => row.selectionGate?.reason === WON_BY_DUEL;

/**
 * One sentence that shows that a crowning was not one without a duel, which the final order allows; null when it may
 * have been (rule: final order, docs/methodology.md).
 * @param follows whether the crowning's view gives this winner on its own numbers
 */
export function noDuelWayShut(
  { row, king, kingUid }: Crowning,
  follows: boolean | null,
  rules: readonly LegalRules[],
): string | null {
  if (follows === true) return null;
  if (follows === false)
    return 'No legal set of rules gives this winner on the published numbers, with or without a duel.';
  if (row !== null && saysWonByDuel(row))
    return `Its selection_gate.reason is ${WON_BY_DUEL}: the crown is published as won by a duel.`;
  if (king !== null && rules.length > 0 && rules.every((one) => holds(king, one)))
    return `Without a duel the king UID ${kingUid} keeps the crown: its published row is not disqualified and clears the floor under every legal setting.`;
  return null;
}

/** The hold check on a published row: not disqualified, quality at the floor, enough axes. */
function holds(king: PublishedRow, { policy }: LegalRules): boolean {
  // Axes that the row leaves out by a setting give another quality than the one of these rules.
  if (king.disqualified || (king.axisGroupsOff?.length ?? 0) > 0) return false;
  if (policy.qualityFloor === null) return true;
  const quality = crownQuality(king.axes, king.brokenAxes, policy);
  return (
    quality.axes >= policy.minQualityAxes &&
    clearsFloor(quality.value, policy.qualityFloor, policy.qualityTolerance)
  );
}
