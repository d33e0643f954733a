import { NumberSheet } from '../../diff/recompute/numberSheet.js';
import { flatMap } from '../../domain/flatMap.js';
import type { RecomputedRow } from '../../domain/recompute.js';
import type { Policy } from '../../eras/defineEra.js';
import { compositeNumbers } from './compositeNumbers.js';
import { gateNumbers } from './gateNumbers.js';
import type { ViewFacts } from './viewFacts.js';
import { type WeightSpan, weightSpan } from './weightSpan.js';

/** Numbers that read the weights of the axes, and at least one of which a row with other weights changes. */
const WEIGHED = [
  'composite.weighted',
  'selection_gate.challenger_quality',
  'selection_gate.incumbent_quality',
];
/** Numbers that follow from those, or from an axis that has no weight or has one. */
const FOLLOWING = [
  'composite.broken_axes',
  'composite.present_count',
  'composite.worst',
  'selection_gate.threshold',
  'selection_gate.reason',
];
/** A weight that a person would set has no more decimals than this. */
const MOST_DECIMALS = 4;

/** Axes whose weights an operator may set: BENCH_*_WEIGHT. */
const isSettable = (axis: string): boolean => axis.endsWith('_bench');

/** What the weights of the benches, which are the operator's to set, say about a view's differences. */
export interface OwnWeights {
  /** UIDs of rows whose axes agree and whose weighted numbers do not. */
  readonly uids: readonly number[];
  /** The one changed weight under which every row's numbers follow; null when no single one does. */
  readonly explained: string | null;
}

/**
 * Whether the operator's own axis weights may explain a view: rows whose axes agree, and whose weighted mean or quality
 * does not (rule: recompute, docs/methodology.md). Looked for is one bench weight under which the numbers of all rows
 * follow. Null when no row differs in that way.
 * @param rows what the default rules give, in the order of `facts.rows`
 */
export function ownWeights(facts: ViewFacts, rows: readonly RecomputedRow[]): OwnWeights | null {
  const uids: number[] = [];
  for (const { uid, differences } of rows) if (isWeighed(differences)) uids.push(uid);
  if (uids.length === 0) return null;
  const [{ policy }] = facts.rules;
  const axes = new Set(flatMap(facts.rows, ({ row }) => Object.keys(row.axes)).filter(isSettable));
  for (const axis of [...axes].sort()) {
    const value = weightOf(facts, axis);
    if (value === null) continue;
    const was = policy.axisWeights[axis] ?? 0;
    return { uids, explained: `weight ${value} of ${axis} in place of ${was} (BENCH_*_WEIGHT)` };
  }
  return { uids, explained: null };
}

const isWeighed = (differences: RecomputedRow['differences']): boolean =>
  differences.some(({ name }) => WEIGHED.includes(name)) && differences.every(restsOnWeights);

const restsOnWeights = ({ name }: { readonly name: string }): boolean =>
  WEIGHED.includes(name) || FOLLOWING.includes(name);

/** The shortest weight of one axis under which no row's weighed numbers differ; null when there is none. */
function weightOf(facts: ViewFacts, axis: string): number | null {
  const { policy } = facts.rules[0];
  const span = facts.rows.reduce<WeightSpan | null>(
    (all, { row }) => (all === null ? null : both(all, weightSpan(row, axis, policy))),
    { low: 0, high: Number.POSITIVE_INFINITY },
  );
  if (span === null) return null;
  const candidates = new Set(span.low === 0 ? [0] : []);
  const middle = span.high === Number.POSITIVE_INFINITY ? span.low : (span.low + span.high) / 2;
  for (let digits = 1; digits <= MOST_DECIMALS; digits++) candidates.add(Number(middle.toFixed(digits)));
  for (const weight of candidates) if (weight >= 0 && explains(facts, axis, weight)) return weight;
  return null;
}

function both(a: WeightSpan, b: WeightSpan | null): WeightSpan | null {
  if (b === null) return null;
  const span = { low: Math.max(a.low, b.low), high: Math.min(a.high, b.high) };
  return span.low <= span.high ? span : null;
}

/** Whether all rows' numbers follow when one axis has this weight. */
function explains(facts: ViewFacts, axis: string, weight: number): boolean {
  const { policy: plain } = facts.rules[0];
  const policy: Policy = { ...plain, axisWeights: { ...plain.axisWeights, [axis]: weight } };
  return facts.rows.every((one) => {
    const sheet = new NumberSheet();
    compositeNumbers(sheet, facts, one, policy);
    gateNumbers(sheet, facts, one, policy);
    return !sheet.differences.some(restsOnWeights);
  });
}
