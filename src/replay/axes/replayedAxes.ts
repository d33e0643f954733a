import { AXIS_NAMES, type AxisAnchors } from '../../decide/axes.js';
import { isAbsent } from '../../domain/absent.js';
import type { AxisRecord } from '../../domain/axisRecord.js';
import type { Probes } from '../../domain/probeRecord.js';
import { DENSITY } from '../../eras/axisWeights.js';
import { axisAt4 } from './axisAt4.js';
import { rawResultOf } from './rawResultOf.js';

/** What one contender's axes are computed from. */
export interface ReplayedInput {
  readonly records: readonly AxisRecord[];
  readonly probes: Probes;
  /** Mean KL on the round's text; null = not scored. */
  readonly meanKl: number | null;
  readonly anchors: AxisAnchors;
  /** Version of the composite that the era writes. */
  readonly version: number;
  /** Benches that count in the era and ask something. */
  readonly benches: readonly string[];
}

/** Axes whose part of a raw result has another name. */
const RAW_NAMES: Readonly<Record<string, string>> = { length: 'length_axis', degeneracy: 'think_probe' };

/**
 * The axes that were computed here, at 4 decimals, as the rule takes them from a raw result; null = the rule gives none,
 * for example from too few items. An axis that was not computed is not in it. Density is there only when every bench is:
 * a mean over fewer is another number.
 */
export function replayedAxes({
  records,
  probes,
  meanKl,
  anchors,
  version,
  benches,
}: ReplayedInput): ReadonlyMap<string, number | null> {
  const graded = records.filter(({ passFrac }) => !isAbsent(passFrac)).map(({ axis }) => axis);
  const raw = { ...rawResultOf({ records, probes }), kl_global_avg: meanKl };
  const computed = (name: string): boolean => {
    if (name === 'kl') return meanKl !== null && anchors.kingKl !== null;
    if (name === DENSITY) return benches.length > 0 && benches.every((bench) => graded.includes(bench));
    if (name === 'capability') return graded.includes(name) && !isAbsent(probes.capabilityTeacher);
    return Object.hasOwn(raw, RAW_NAMES[name] ?? name);
  };
  return new Map(AXIS_NAMES.filter(computed).map((name) => [name, axisAt4(name, raw, anchors, version)]));
}
