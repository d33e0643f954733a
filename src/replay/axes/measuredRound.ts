import type { CrownComposite, CrownContender, CrownInput } from '../../decide/crownInput.js';
import { meanKl, roundPerPrompt } from '../../decide/meanKl.js';
import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { ProbeEntry } from '../../domain/journal.js';
import type { Probes } from '../../domain/probeRecord.js';
import type { RoundInputs } from '../assembleInputs.js';
import { aggregateAxes } from './aggregateAxes.js';
import type { RoundAxes } from './evaluateRoundAxes.js';
import { liveAxes } from './liveAxes.js';
import { probesOf } from './probeEntries.js';
import { replayedAxes } from './replayedAxes.js';
import { disputedAxes } from './roundReference.js';

type Axes = ReadonlyMap<string, number | null>;

/** What is computed of one contender. */
export interface Measured {
  readonly one: CrownContender;
  /** The validator's composite, of this round or stored. */
  readonly declared: CrownComposite | null;
  readonly records: readonly AxisRecord[];
  readonly probes: Probes;
  /** @param without benches that the rule has no value of */
  readonly axesOf: (records: readonly AxisRecord[], without?: readonly string[]) => Axes;
}

/** Every contender with what was asked of it, the king first; an axis whose grades the evaluator disputes is left out. */
export function measuredOf(
  input: CrownInput,
  inputs: RoundInputs,
  { entries, probes: all, refs, asked, held }: RoundAxes,
): Measured[] {
  const disputed = disputedAxes(held);
  const { policy } = inputs.rules[0];
  const mean = (one: CrownContender | null): number | null =>
    one?.klPerPrompt ? meanKl(roundPerPrompt(one.klPerPrompt)) : null;
  const anchors = { kingKl: mean(input.king), lowestRkl: lowestRkl(all) };
  const benches = liveAxes(asked.counts)
    .map(({ axis }) => axis)
    .filter((axis) => axis !== 'capability' && (policy.axisWeights[axis] ?? 0) > 0);
  const version = inputs.eras.era.evaluation.compositeSchema;
  return contendersOf(input).map((one) => {
    const probes = probesOf(all, one.uid, refs);
    return {
      one,
      probes,
      declared: one.composite ?? (one === input.king ? input.storedKingComposite : null),
      records: entries
        .filter(({ uid, record }) => uid === one.uid && !disputed.has(record.axis))
        .map(({ record }) => record),
      axesOf: (records, without = []) =>
        replayedAxes({
          ...{ records, probes, meanKl: mean(one), anchors, version },
          benches: benches.filter((bench) => !without.includes(bench)),
        }),
    };
  });
}

/** The anchor of the on-policy axis: the lowest positive mean of the round. */
function lowestRkl(entries: readonly ProbeEntry[]): number | null {
  const means = entries.flatMap(({ probes: { onPolicy } }) =>
    onPolicy === undefined || isAbsent(onPolicy) || onPolicy.meanRkl === null ? [] : [onPolicy.meanRkl],
  );
  const positive = means.filter((mean) => mean > 0);
  return positive.length === 0 ? null : Math.min(...positive);
}

const contendersOf = ({ king, challengers }: CrownInput): CrownContender[] => [
  ...(king === null ? [] : [king]),
  ...challengers,
];

/**
 * Axes that were computed for every contender, give anybody a value, and that the validator's rows do not all lack. A
 * teacher that gives nobody a mark in our words says nothing of the one that did there.
 */
export function commonAxes(measured: readonly Measured[]): ReadonlySet<string> {
  const all = measured.map(({ axesOf, records }) => axesOf(records));
  return new Set(
    [...(all[0]?.keys() ?? [])].filter(
      (axis) =>
        all.every((axes) => axes.has(axis)) &&
        all.some((axes) => axes.get(axis) !== null) &&
        !lacking(axis, measured),
    ),
  );
}

/** True when rows with axes are published and none of them holds this one. */
export function lacking(axis: string, measured: readonly Measured[]): boolean {
  const rows = measured.flatMap(({ declared }) => (declared === null ? [] : [declared.axes]));
  return rows.length > 0 && rows.every((axes) => (axes[axis] ?? null) === null);
}

/** Computed axes in the place of declared ones, at 4 decimals. */
export function axesIn(
  { declared, records, axesOf }: Measured,
  common: ReadonlySet<string>,
  own: readonly AxisRecord[] = records,
  without: readonly string[] = [],
): Record<string, number | null> {
  const axes: Record<string, number | null> = { ...declared?.axes };
  const computed = axesOf(own, without);
  for (const axis of common) axes[axis] = computed.get(axis) ?? null;
  return axes;
}

/** The decision's input with the composites of its contenders taken from computed axes. */
export function replaced(
  input: CrownInput,
  measured: readonly Measured[],
  common: ReadonlySet<string>,
  { eras, rules: [{ policy }] }: RoundInputs,
  without: readonly string[] = [],
): CrownInput {
  const of = (one: CrownContender): CrownContender => {
    const own = measured.find((each) => each.one.uid === one.uid);
    if (own === undefined) return one;
    const axes = axesIn(own, common, own.records, without);
    const brokenAxes = own.declared?.brokenAxes ?? [];
    const { present, ...aggregates } = aggregateAxes(axes, brokenAxes, policy.axisWeights);
    const version = own.declared?.version ?? eras.era.evaluation.compositeSchema;
    return { ...one, composite: { axes, brokenAxes, ...aggregates, nAxes: present, version } };
  };
  return {
    ...input,
    king: input.king === null ? null : of(input.king),
    challengers: input.challengers.map(of),
  };
}
