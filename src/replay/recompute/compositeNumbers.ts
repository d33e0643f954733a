import { AXIS_NAMES, axisValue, type RawResult } from '../../decide/axes.js';
import { composite } from '../../decide/composite.js';
import type { CrownComposite } from '../../decide/crownInput.js';
import type { ComputedNumber, ComputedNumbers } from '../../diff/recompute/computedNumber.js';
import type { LegalRules } from '../../eras/legalRules.js';
import { round as pyRound } from '../../python/round.js';
import { aggregateAxes } from '../axes/aggregateAxes.js';
import { fieldOf } from './rawField.js';
import { compositeOf, type RowFacts, type ViewFacts } from './viewFacts.js';

const NONE: ComputedNumbers = { numbers: [], notComputed: [] };
/** The two roundings to 4 decimals between published axes and a published weighted mean. */
const ROUNDED_AXES = 1e-4;

/** Axes, broken axes and aggregates of a row's composite, from its raw result, else from its published axes. */
export function compositeNumbers(facts: ViewFacts, one: RowFacts, { policy }: LegalRules): ComputedNumbers {
  const { row } = one;
  if (Object.keys(row.axes).length === 0)
    return row.disqualified ? NONE : { numbers: [], notComputed: ['composite: the row has none.'] };
  const off = row.axisGroupsOff ?? [];
  if (off.length > 0)
    return { numbers: [], notComputed: [`composite: the validator leaves axes out (${off.join(', ')}).`] };
  const impossible = outOfRange(row);
  const computed = isDeep(facts, row)
    ? fromRaw(facts, one, row.compositeVersion, policy.axisWeights)
    : fromAxes(row, policy.axisWeights);
  return { numbers: [...impossible, ...computed.numbers], notComputed: computed.notComputed };
}

type DeepRow = RowFacts['row'] & { readonly raw: RawResult; readonly compositeVersion: number };

/** Whether a row's axes can be computed: its raw result, the version of its record, and which axes are broken. */
export const isDeep = (facts: ViewFacts, row: RowFacts['row']): row is DeepRow =>
  row.raw !== undefined &&
  row.compositeVersion !== null &&
  facts.broken !== null &&
  row.axisGroupsOff === undefined;

type Weights = Readonly<Record<string, number>>;

/** No formula gives an axis outside 0 to 1: each is clamped. */
const outOfRange = (row: RowFacts['row']): ComputedNumber[] =>
  Object.entries(row.axes).flatMap(([name, value]) =>
    value !== null && (value < 0 || value > 1)
      ? [{ name: `composite.axes.${name}`, recomputed: null, published: value, cause: 'scores' as const }]
      : [],
  );

function fromRaw(
  facts: ViewFacts,
  { row, meanKl }: RowFacts,
  version: number,
  weights: Weights,
): ComputedNumbers {
  const notComputed: string[] = [];
  const broken = facts.broken ?? [];
  // The kl axis reads the mean of this round; a null in the file may have been a NaN, which counts otherwise.
  const isKnown = meanKl !== undefined && meanKl !== null && Number.isFinite(meanKl);
  const raw = { ...row.raw, kl_global_avg: isKnown ? meanKl : fieldOf(row.raw ?? {}, 'kl_global_avg') };
  const { kingKl } = facts.anchors;
  const skipKl = !isKnown || kingKl === null || !Number.isFinite(kingKl);
  const computed = composite(raw, facts.anchors, broken, weights, version);
  const numbers: ComputedNumber[] = [];
  for (const name of AXIS_NAMES) {
    const value = computed.axes[name] ?? null;
    const published = Object.hasOwn(row.axes, name) ? (row.axes[name] ?? null) : null;
    if (name === 'kl' && skipKl) {
      if (published !== null)
        notComputed.push('composite.axes.kl: the KL of the king or of the row is not known.');
      continue;
    }
    // An axis without weight may be left out of a record.
    if (!Object.hasOwn(row.axes, name) && value === null) continue;
    const isRange = published !== null && (published < 0 || published > 1);
    if (!isRange)
      numbers.push({ name: `composite.axes.${name}`, recomputed: value, published, cause: 'scores' });
  }
  if (skipKl) return { numbers, notComputed };
  numbers.push(
    {
      name: 'composite.broken_axes',
      recomputed: broken.join(' '),
      published: [...row.brokenAxes]
        .filter((name) => (weights[name] ?? 0) > 0)
        .sort()
        .join(' '),
      cause: 'scores',
    },
    ...aggregates(row, computed.worst, computed.weighted, computed.presentCount, undefined),
  );
  return { numbers, notComputed };
}

/** The least axis and the count are exact from 4 decimals; the weighted mean is not. */
function fromAxes(row: RowFacts['row'], weights: Weights): ComputedNumbers {
  const { worst, weighted, present } = aggregateAxes(row.axes, row.brokenAxes, weights);
  return {
    numbers: aggregates(row, worst, weighted, present, ROUNDED_AXES),
    notComputed: [
      'composite.axes: last_eval.json holds no raw result of this model; the published axes are used.',
    ],
  };
}

function aggregates(
  row: RowFacts['row'],
  worst: number | null,
  weighted: number | null,
  present: number,
  within: number | undefined,
): ComputedNumber[] {
  // A disqualified challenger keeps its axes and loses both aggregates.
  const isZeroed = row.disqualified && !row.isKing;
  const room = within === undefined || isZeroed ? {} : { within };
  return [
    {
      name: 'composite.present_count',
      recomputed: present,
      published: row.presentCount ?? undefined,
      cause: 'scores',
    },
    {
      name: 'composite.worst',
      recomputed: isZeroed ? 0 : worst,
      published: row.worst ?? undefined,
      cause: 'scores',
    },
    {
      name: 'composite.weighted',
      recomputed: isZeroed ? 0 : weighted,
      published: row.weighted ?? undefined,
      // Of axes that agree: another mean comes of other weights.
      cause: 'rules',
      ...room,
    },
  ];
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
  const published = compositeOf(one.row);
  if (published === null || !isDeep(facts, one.row)) return published;
  const axes = deepestAxes(facts, one);
  const { policy } = facts.rules[0];
  const brokenAxes = facts.broken ?? [];
  const found = aggregateAxes(axes, brokenAxes, policy.axisWeights);
  return { ...published, axes, brokenAxes, ...found, nAxes: found.present };
}
