import type { CrownDecision } from '../../decide/crownInput.js';
import { winsDuel } from '../../decide/winsDuel.js';
import { isAbsent } from '../../domain/absent.js';
import { testOf } from './testOf.js';
import type { ScoreSource } from './viewDecisions.js';
import { MOST_ROWS, type RowFacts, type ViewFacts } from './viewFacts.js';

/** Contradictions of a record after which nothing is decided: one sentence each. */
export function contradictions({ view, king, winner }: ViewFacts, cutoffBlock: number): string[] {
  const found = [...king.problems, ...winner.problems];
  if (view.rows.length > MOST_ROWS)
    found.push(`The record holds ${view.rows.length} rows; a round has one for each UID and the reference.`);
  const seen = new Set<number>();
  const twice = new Set<number>();
  for (const { uid, isReference } of view.rows.slice(0, MOST_ROWS)) {
    if (isReference) continue;
    if (seen.has(uid)) twice.add(uid);
    seen.add(uid);
  }
  if (twice.size > 0) found.push(`Two rows are of the same UID (${[...twice].join(', ')}).`);
  const late = view.rows.filter(({ committedAt }) => committedAt !== null && committedAt > cutoffBlock);
  for (const { uid, committedAt } of late.slice(0, 3))
    found.push(
      `The commitment of UID ${uid} is of block ${committedAt}, after the cutoff ${cutoffBlock}: no row of this round.`,
    );
  return found;
}

/** A row that could win a duel: neither reference nor disqualified, with a mean KL or a test that stands for one. */
const contends = (facts: ViewFacts, { row, meanKl }: RowFacts): boolean =>
  row !== facts.kingRow?.row &&
  !row.isReference &&
  !row.disqualified &&
  (typeof meanKl === 'number' || row.tTest !== null);

/**
 * Whether the lists are surely those of the rows: each is there and has the mean that its row publishes. The raw results
 * belong to the newest round only, and may not say of which.
 */
export function listsBelong(facts: ViewFacts): boolean {
  const { kingRow } = facts;
  const belongs = ({ list, meanKl, row }: RowFacts) => list !== null && meanKl === row.kl;
  if (kingRow === null || !belongs(kingRow)) return false;
  return facts.rows.every((one) => belongs(one) || !contends(facts, one));
}

/** What is missing for a decision on published numbers: one sentence each; nothing is called wrong while any is. */
export function missingInputs(
  facts: ViewFacts,
  decisions: readonly CrownDecision[],
  source: ScoreSource,
): string[] {
  const found = [...missingOfKing(facts), ...missingOfWinner(facts)];
  for (const one of facts.rows) {
    const missing = contends(facts, one) ? missingOfRow(facts, one, source) : null;
    if (missing !== null) found.push(missing);
  }
  found.push(...missingOfOutcome(facts, decisions, source));
  return found;
}

function missingOfKing({ king, kingRow, storedKing }: ViewFacts): string[] {
  if (king.uid === null) return [];
  const found: string[] = [];
  if (kingRow === null)
    found.push(`The king, UID ${king.uid}, has no row: whether it was seated is not told.`);
  if (kingRow?.row.axisGroupsOff !== undefined)
    found.push(`The validator leaves axes out of its composite (${kingRow.row.axisGroupsOff.join(', ')}).`);
  if ((kingRow?.composite ?? null) === null && storedKing === null && kingRow?.row.disqualified !== true)
    found.push(`No axes of the king, UID ${king.uid}, are in the files: the quality gate needs them.`);
  return found;
}

/** A winner is one of the round's rows, or its king, or the last king that was not seated; else the record is cut. */
function missingOfWinner({ view, king, winner }: ViewFacts): string[] {
  const { uid } = winner;
  if (uid === null || uid === king.uid || uid === view.localKingUid) return [];
  if (view.rows.some((row) => row.uid === uid && !row.isReference)) return [];
  return [`The published winner, UID ${uid}, has no row: what it was crowned on is not told.`];
}

function missingOfRow(facts: ViewFacts, one: RowFacts, source: ScoreSource): string | null {
  const { row } = one;
  const { kingRow } = facts;
  const { policy } = facts.rules[0];
  const kingKl = kingRow?.meanKl ?? null;
  if (kingRow === null || kingRow.row.disqualified || kingKl === null || !(kingKl > 0))
    return row.tTest !== null && kingKl === null
      ? `UID ${row.uid} has a paired test, and the king has no KL.`
      : null;
  if (source === 'rows') {
    const lacking = kingRow.row.kl === null ? kingRow.row : row.kl === null ? row : null;
    if (lacking !== null) return `The row of UID ${lacking.uid} holds no KL.`;
    if (row.tTest === null && (row.pairedPrompts ?? policy.minPairedPrompts) >= 2)
      return `UID ${row.uid} has neither a paired test nor lists that it could be computed from.`;
    if (
      row.tTest !== null &&
      (row.tTest.p === null || row.tTest.lcb === null) &&
      row.tTest.meanDelta !== null
    )
      return `The paired test of UID ${row.uid} lacks p or lcb.`;
  }
  const { n, test } =
    source === 'rows' ? { n: row.tTest?.n ?? 0, test: row.tTest } : testOf(facts, one, policy);
  if (!winsDuel(test, n, policy)) return null;
  if (one.composite === null) return `UID ${row.uid} wins its duel, and no axes of it are in the files.`;
  return row.axisGroupsOff === undefined
    ? null
    : `The validator leaves axes out of the composite of UID ${row.uid} (${row.axisGroupsOff.join(', ')}).`;
}

function missingOfOutcome(
  facts: ViewFacts,
  decisions: readonly CrownDecision[],
  source: ScoreSource,
): string[] {
  const found = new Set<string>();
  const rowOf = (uid: number) => facts.rows.find(({ row }) => row.uid === uid && !row.isReference)?.row;
  for (const decision of decisions) {
    const passers =
      source === 'rows' ? decision.challengers.filter((one) => one.passes).map((one) => one.uid) : [];
    // Whoever passes may win by the tie rule: which of them cannot be told without the lists.
    if (passers.length > 1 && passers.includes(facts.winner.uid ?? -1))
      found.add(`UIDs ${passers.join(', ')} pass every gate: the tie rule needs their lists.`);
    if (decision.tieCluster.length > 1)
      for (const uid of decision.tieCluster)
        if ((rowOf(uid)?.committedAt ?? null) === null)
          found.add(`The commit block of UID ${uid}, by which a tie is broken, is missing.`);
    if (decision.openUids.length === 0 && (decision.kind === 'duel' || decision.kind === 'held')) continue;
    const prior = facts.view.localKingUid;
    if (decision.openUids.length > 0)
      found.add(
        `A crown without a duel goes by the king of the validator's own record. ${isAbsent(prior) ? prior.why : ''}`,
      );
    if (
      prior !== null &&
      !isAbsent(prior) &&
      rowOf(prior) === undefined &&
      !facts.view.composites.some(({ uid }) => uid === prior)
    )
      found.add(`The stored composite of the last king, UID ${prior}, which was not seated, is missing.`);
    for (const { row, composite } of facts.rows)
      if (!row.isReference && !row.disqualified && (composite?.worst ?? null) === null)
        found.add(`The composite of UID ${row.uid}, by which a crown without a duel is given, is missing.`);
  }
  return [...found];
}
