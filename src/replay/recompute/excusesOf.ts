import { flatMap } from '../../domain/flatMap.js';
import { type ScoreSource, viewDecisions } from './viewDecisions.js';
import type { ViewFacts } from './viewFacts.js';

/** What in the same files may explain a winner that no legal set of rules gives: one sentence each. */
export function excusesOf(facts: ViewFacts, source: ScoreSource): string[] {
  const { view, winner } = facts;
  const found = ownSettings(facts);
  const rescored = [view.crownRescore?.selectedKingUid, view.provisionalRescoredKingUid];
  if (winner.uid !== null && rescored.includes(winner.uid))
    found.push(`UID ${winner.uid} was selected by the re-validation of the king, not by this round.`);
  if (view.uncrownedIncumbentUid !== undefined)
    found.push(`The re-validation took the crown from UID ${view.uncrownedIncumbentUid} after the round.`);
  if (source === 'rows' && facts.rows.some(({ list }) => list !== null)) {
    const lists = viewDecisions(facts, { scores: 'lists', axes: 'published' });
    if (lists.some((one) => one.winnerUid === winner.uid))
      found.push('The published lists give the published winner; the numbers of the rows do not.');
  }
  return found;
}

/** Settings that the validator publishes and that no held set of rules has: its decision was made by another rule. */
function ownSettings({ view, rows, rules }: ViewFacts): string[] {
  const found: string[] = [];
  const gates = flatMap(rows, ({ row }) => row.selectionGate ?? []);
  const held = (value: number, of: (number | null)[]) => of.includes(value);
  const policies = rules.map((one) => one.policy);
  for (const { absoluteFloor: floor, margin } of gates) {
    if (
      floor !== null &&
      !held(
        floor,
        policies.map((one) => one.qualityFloor),
      )
    )
      found.push(`The validator ran with the quality floor ${floor}, which no held set of rules has.`);
    if (
      margin !== null &&
      !held(
        margin,
        policies.map((one) => one.qualityMargin),
      )
    )
      found.push(`The validator ran with the quality margin ${margin}, which no held set of rules has.`);
  }
  const alpha = view.pairedTestAlpha;
  if (
    alpha !== undefined &&
    !held(
      alpha,
      policies.map((one) => one.alpha),
    )
  )
    found.push(
      `The validator ran with the level ${alpha} of the paired test, which no held set of rules has.`,
    );
  return [...new Set(found)];
}
