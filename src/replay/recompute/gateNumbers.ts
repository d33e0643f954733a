import { klClass } from '../../decide/meanKl.js';
import { ABOUT_KL } from '../../decide/measure.js';
import { qualityGate } from '../../decide/qualityGate.js';
import { winsDuel } from '../../decide/winsDuel.js';
import type { NumberSheet } from '../../diff/recompute/numberSheet.js';
import { crownQuality } from '../../eras/crownQuality.js';
import type { Policy } from '../../eras/defineEra.js';
import { round as pyRound } from '../../python/round.js';
import { deepestAxes } from './compositeNumbers.js';
import { testOf } from './testOf.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** Notes what the mean KL does to a row, and the quality gate with what it compares. */
export function gateNumbers(sheet: NumberSheet, facts: ViewFacts, one: RowFacts, policy: Policy): void {
  if (one.row.isReference) return;
  klNumber(sheet, one, policy);
  qualityNumbers(sheet, facts, one, policy);
}

function klNumber(sheet: NumberSheet, { row, meanKl }: RowFacts, policy: Policy): void {
  if (typeof meanKl !== 'number' || !Number.isFinite(meanKl)) return;
  const outcome = klClass(meanKl, policy.maxKl, policy.fraudKl);
  const isOut = outcome === 'DQ_fraud' || outcome === 'DQ_quality';
  // Other disqualifications rest on no number of the row.
  if (row.disqualified && !isOut && !ABOUT_KL.test(row.dqReason ?? '')) return;
  sheet.add('disqualified', isOut, row.disqualified, 'rules');
}

/** Crown quality of a row; undefined when it has no axes at all. */
function qualityOf(facts: ViewFacts, one: RowFacts, policy: Policy): number | null | undefined {
  if (one.composite === null) return undefined;
  return crownQuality(deepestAxes(facts, one), facts.broken ?? one.row.brokenAxes, policy).value;
}

function kingQuality(facts: ViewFacts, policy: Policy): number | null | undefined {
  if (facts.king.problems.length > 0) return undefined;
  const own = facts.kingRow === null ? undefined : qualityOf(facts, facts.kingRow, policy);
  if (own !== undefined) return own;
  const { storedKing } = facts;
  if (storedKing !== null) return crownQuality(storedKing.axes, storedKing.brokenAxes, policy).value;
  return facts.king.uid === null ? null : undefined;
}

const six = (value: number | null): number | null => (value === null ? null : pyRound(value, 6));

function qualityNumbers(sheet: NumberSheet, facts: ViewFacts, one: RowFacts, policy: Policy): void {
  const gate = one.row.selectionGate;
  if (gate === undefined) return;
  const own = qualityOf(facts, one, policy);
  const kings = kingQuality(facts, policy);
  const add = (name: string, recomputed: number | string | null, published: number | string | null) =>
    sheet.add(`selection_gate.${name}`, recomputed, published ?? undefined, 'rules');
  if (own !== undefined) add('challenger_quality', six(own), gate.challengerQuality);
  if (kings !== undefined) add('incumbent_quality', six(kings), gate.incumbentQuality);
  add('margin', policy.qualityMargin, gate.margin);
  add('absolute_floor', policy.qualityFloor, gate.absoluteFloor);
  if (own === undefined || kings === undefined) {
    sheet.notComputed.push('selection_gate.threshold: the king or the axes of one of the two are not known.');
    return;
  }
  const outcome = qualityGate(own, kings, policy);
  add('threshold', six(outcome.threshold), gate.threshold);
  const { n, test } = testOf(facts, one, policy);
  const isCrowned =
    outcome.ok && facts.view.kingChanged && facts.winner.uid === one.row.uid && winsDuel(test, n, policy);
  add('reason', isCrowned ? 'paired_kl_and_quality_winner' : outcome.reason, gate.reason);
}
