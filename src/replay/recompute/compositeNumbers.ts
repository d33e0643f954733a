import { AXIS_NAMES, axisValue, type RawResult } from '../../decide/axes.js';
import { composite } from '../../decide/composite.js';
import type { CrownComposite } from '../../decide/crownInput.js';
import type { NumberSheet } from '../../diff/recompute/numberSheet.js';
import type { Policy } from '../../eras/defineEra.js';
import { round as pyRound } from '../../python/round.js';
import { aggregateAxes } from '../axes/aggregateAxes.js';
import { fieldOf } from './rawField.js';
import type { RowFacts, ViewFacts } from './viewFacts.js';

/** The two roundings to 4 decimals between published axes and a published weighted mean. */
const ROUNDED_AXES = 1e-4;

type Weights = Readonly<Record<string, number>>;

/** Notes axes, broken axes and aggregates of a row's composite, from its raw result, else from its published axes. */
export function compositeNumbers(
  sheet: NumberSheet,
  facts: ViewFacts,
  one: RowFacts,
  { axisWeights }: Pick<Policy, 'axisWeights'>,
): void {
  const { row } = one;
  if (one.composite === null) {
    if (!row.disqualified) sheet.notComputed.push('composite: the row has none.');
    return;
  }
  const off = row.axisGroupsOff ?? [];
  if (off.length > 0) {
    sheet.notComputed.push(`composite: the validator leaves axes out (${off.join(', ')}).`);
    return;
  }
  // No formula gives an axis outside 0 to 1: each is clamped.
  for (const name of Object.keys(row.axes)) {
    const value = row.axes[name] ?? null;
    if (value !== null && (value < 0 || value > 1)) sheet.add(axisName(name), null, value, 'scores');
  }
  if (isDeep(facts, row)) fromRaw(sheet, facts, { row, meanKl: one.meanKl }, axisWeights);
  else fromAxes(sheet, row, axisWeights);
}

type DeepRow = RowFacts['row'] & { readonly raw: RawResult; readonly compositeVersion: number };

/** Whether a row's axes can be computed: its raw result, the version of its record, and which axes are broken. */
export const isDeep = (facts: ViewFacts, row: RowFacts['row']): row is DeepRow =>
  row.raw !== undefined &&
  row.compositeVersion !== null &&
  facts.broken !== null &&
  row.axisGroupsOff === undefined;

const axisName = (name: string): string => `composite.axes.${name}`;

function fromRaw(
  sheet: NumberSheet,
  facts: ViewFacts,
  { row, meanKl }: { readonly row: DeepRow; readonly meanKl: RowFacts['meanKl'] },
  weights: Weights,
): void {
  const broken = facts.broken ?? [];
  // The kl axis reads the mean of this round; a null in the file may have been a NaN, which counts otherwise.
  const isKnown = meanKl !== undefined && meanKl !== null && Number.isFinite(meanKl);
  const raw = { ...row.raw, kl_global_avg: isKnown ? meanKl : fieldOf(row.raw, 'kl_global_avg') };
  const { kingKl } = facts.anchors;
  const skipKl = !isKnown || kingKl === null || !Number.isFinite(kingKl);
  const computed = composite(raw, facts.anchors, broken, weights, row.compositeVersion);
  for (const name of AXIS_NAMES) {
    const value = computed.axes[name] ?? null;
    const published = Object.hasOwn(row.axes, name) ? (row.axes[name] ?? null) : null;
    if (name === 'kl' && skipKl) {
      if (published !== null)
        sheet.notComputed.push('composite.axes.kl: the KL of the king or of the row is not known.');
      continue;
    }
    // An axis without weight may be left out of a record.
    if (!Object.hasOwn(row.axes, name) && value === null) continue;
    const isRange = published !== null && (published < 0 || published > 1);
    if (!isRange) sheet.add(axisName(name), value, published, 'scores');
  }
  if (skipKl) return;
  const published = row.brokenAxes.filter((name) => (weights[name] ?? 0) > 0).sort();
  sheet.add('composite.broken_axes', broken.join(' '), published.join(' '), 'scores');
  const { worst, weighted, presentCount: present } = computed;
  aggregates(sheet, row, { worst, weighted, present }, null);
}

/** The least axis and the count are exact from 4 decimals; the weighted mean is not. */
function fromAxes(sheet: NumberSheet, row: RowFacts['row'], weights: Weights): void {
  aggregates(sheet, row, aggregateAxes(row.axes, row.brokenAxes, weights), ROUNDED_AXES);
  sheet.notComputed.push(
    'composite.axes: last_eval.json holds no raw result of this model; the published axes are used.',
  );
}

function aggregates(
  sheet: NumberSheet,
  row: RowFacts['row'],
  { worst, weighted, present }: ReturnType<typeof aggregateAxes>,
  within: number | null,
): void {
  // A disqualified challenger keeps its axes and loses both aggregates.
  const isZeroed = row.disqualified && !row.isKing;
  sheet.add('composite.present_count', present, row.presentCount ?? undefined, 'scores');
  sheet.add('composite.worst', isZeroed ? 0 : worst, row.worst ?? undefined, 'scores');
  // Of axes that agree: another mean comes of other weights.
  const [mean, room] = isZeroed ? [0, null] : [weighted, within];
  sheet.add('composite.weighted', mean, row.weighted ?? undefined, 'rules', room);
}

/** Axes of a row at 4 decimals: computed ones where its raw result gives them, else the published ones. */
export function deepestAxes(facts: ViewFacts, one: RowFacts): Readonly<Record<string, number | null>> {
  const { row, meanKl } = one;
  if (!isDeep(facts, row)) return row.axes;
  const isKnown = typeof meanKl === 'number' && Number.isFinite(meanKl) && facts.anchors.kingKl !== null;
  const raw = { ...row.raw, ...(isKnown ? { kl_global_avg: meanKl } : {}) };
  // A key that the record lacks is an absence; the raw result may have the axis all the same.
  const names = new Set<string>([...Object.keys(row.axes), ...AXIS_NAMES]);
  return Object.fromEntries(
    [...names].map((name) => {
      if (name === 'kl' && !isKnown) return [name, row.axes[name] ?? null];
      const value = axisValue(name, raw, facts.anchors, row.compositeVersion);
      return [name, value === null ? null : pyRound(value, 4)];
    }),
  );
}

/** Composite of a row with what its raw result gives in place of what was published; null when it has none. */
export function deepestComposite(facts: ViewFacts, one: RowFacts): CrownComposite | null {
  const published = one.composite;
  if (published === null || !isDeep(facts, one.row)) return published;
  const axes = deepestAxes(facts, one);
  const { policy } = facts.rules[0];
  const brokenAxes = facts.broken ?? [];
  const found = aggregateAxes(axes, brokenAxes, policy.axisWeights);
  return { ...published, axes, brokenAxes, ...found, nAxes: found.present };
}
