import type { CrownInput } from '../../decide/crownInput.js';
import { isAbsent } from '../../domain/absent.js';
import type { Uid } from '../../domain/identity.js';
import type { RoundReference } from '../../domain/referenceCheck.js';
import type {
  AxisSource,
  ContenderQuality,
  QualityAxis,
  RoundQuality,
  Wording,
} from '../../domain/roundQuality.js';
import { DENSITY } from '../../eras/axisWeights.js';
import { crownQuality } from '../../eras/crownQuality.js';
import type { Policy } from '../../eras/defineEra.js';
import { qualityWeightShare } from '../../eras/qualityWeightShare.js';
import type { RoundInputs } from '../assembleInputs.js';
import type { RoundDecision } from '../decideRound.js';
import { axisSamples } from './axisSamples.js';
import { axisWords } from './axisWords.js';
import { NEEDS_SANDBOX } from './benchItems.js';
import type { RoundAxes } from './evaluateRoundAxes.js';
import { finetuneProbe, GRADIENTS } from './finetuneProbe.js';
import { type GateSide, gateChecks } from './gateChecks.js';
import { liveAxes } from './liveAxes.js';
import { axesIn, commonAxes, lacking, type Measured, measuredOf, replaced } from './measuredRound.js';
import { probePartsOf } from './probeEntries.js';
import { qualityBand } from './qualityBand.js';
import { qualityWidth } from './qualityWidth.js';
import { disputedAxes, roundReference } from './roundReference.js';

/**
 * The composite of a round on the axes that were computed here, and what it says of the crown (rule: quality band,
 * docs/methodology.md). An axis is taken as computed only where it was for every contender, so that the gate never holds
 * a computed value against a declared one; an axis that the validator's rows all lack counts for nobody, as there.
 *
 * @returns null when nothing was asked or nothing was decided
 */
export function roundQuality(
  inputs: RoundInputs,
  decided: RoundDecision,
  asked: RoundAxes,
): RoundQuality | null {
  const [rules] = inputs.rules;
  const { policy } = rules;
  const texts = decided.inputsOf.map((of) => of(policy.klMode));
  const shown = decided.inputOf?.(policy.klMode);
  if (shown === undefined || asked.entries.length === 0) return null;
  const measured = measuredOf(shown, inputs, asked);
  const common = commonAxes(measured);
  const counted = [...common].filter((axis) =>
    measured.every((one) => one.axesOf(one.records).get(axis) !== null),
  );
  const share = qualityWeightShare(counted, policy);
  const { wording } = asked.words.questions;
  const reference = roundReference(asked.words, asked.held);
  const contenders = measured.map((one) =>
    withWords(contenderQuality(one, common, policy, decided.band?.z ?? 0), reference, asked),
  );
  const widthOf = (uid: Uid) => contenders.find((one) => one.uid === uid)?.halfWidth ?? 0;
  const crowns = [
    ...new Set(
      texts.flatMap((text) =>
        qualityBand(
          replaced(text, measured, common, inputs),
          rules,
          widthOf,
          decided.band?.halfWidthNats ?? 0,
        ),
      ),
    ),
  ];
  return {
    wording,
    mode: asked.mode,
    counts: asked.asked.of,
    share,
    ...standing(crowns, decided, wording),
    crowns,
    contenders,
    gates: gatesOf(measured, common, shown, policy),
    notReplayed: [
      ...missingAxes(measured, common, policy, disputedAxes(asked.held)),
      ...(asked.norms === undefined ? [] : [GRADIENTS]),
    ],
    ...(asked.norms === undefined ? {} : { finetune: finetuneProbe(asked.norms, policy.normWeightMax) }),
    ...(reference === null ? {} : { reference }),
  };
}

/** Marks every computed axis with the words that it was asked in, where an evaluator's were asked for. */
function withWords(
  one: ContenderQuality,
  reference: RoundReference | null,
  { asked: { counts } }: RoundAxes,
): ContenderQuality {
  if (reference === null) return one;
  const benches = liveAxes(counts).map(({ axis }) => axis);
  return {
    ...one,
    axes: one.axes.map((axis) => {
      const isComputed = axis.source === 'replayed' || axis.source === 'sandboxed';
      const words = isComputed ? axisWords(axis.axis, reference.ownWords, benches) : null;
      return words === null ? axis : { ...axis, words };
    }),
  };
}

function contenderQuality(
  one: Measured,
  common: ReadonlySet<string>,
  policy: Policy,
  z: number,
): ContenderQuality {
  const axes = axesIn(one, common);
  const broken = one.declared?.brokenAxes ?? [];
  const active = Object.keys(policy.axisWeights).filter((axis) => (policy.axisWeights[axis] ?? 0) > 0);
  const present = active.filter(
    (axis) => (axes[axis] ?? null) !== null && !policy.relativeAxes.includes(axis) && !broken.includes(axis),
  );
  const taken = present.filter((axis) => common.has(axis));
  const declaredAxes = one.declared?.axes ?? {};
  return {
    uid: one.one.uid,
    quality: crownQuality(axes, broken, policy).value,
    declaredQuality: one.declared === null ? null : crownQuality(declaredAxes, broken, policy).value,
    halfWidth: qualityWidth(axisSamples(one.records, one.probes), taken, present, policy, z),
    axes: active.map((axis): QualityAxis => {
      const record = one.records.find((each) => each.axis === axis);
      const declared = declaredAxes[axis] ?? null;
      return {
        axis,
        weight: policy.axisWeights[axis] ?? 0,
        source: sourceOf(axis, common, declared),
        value: axes[axis] ?? null,
        declared,
        n: record?.n ?? null,
        correct: record?.correct ?? null,
      };
    }),
  };
}

function sourceOf(axis: string, common: ReadonlySet<string>, declared: number | null): AxisSource {
  if (common.has(axis)) return NEEDS_SANDBOX.some((one) => one === axis) ? 'sandboxed' : 'replayed';
  return declared === null ? 'not-replayed' : 'declared';
}

/** Whether the crown is the same over the whole band as on the validators' own axes. */
function standing(
  crowns: readonly (Uid | null)[],
  { texts }: RoundDecision,
  wording: Wording,
): Pick<RoundQuality, 'counted' | 'why'> {
  const paid = texts.map(({ outcome }) => outcome.outcomes[0]?.paidUid ?? null);
  const counted = crowns.length === 1 && paid.every((uid) => uid === crowns[0]);
  return {
    counted,
    why: counted
      ? `The crown is the same over the whole band of the axes, and on the declared ones: ${FIRM[wording]}.`
      : `Within the band of the axes the rule gives ${crowns.map(named).join(' or ')}: axes that were asked in ${OPEN[wording]}, and count nothing.`,
  };
}

/** What the band excludes in each wording: other items, or other answers to the same ones. */
const FIRM: Readonly<Record<Wording, string>> = {
  own: 'no wording of the items changes it',
  reference: 'no answers that come out the other way within it change it',
};
const OPEN: Readonly<Record<Wording, string>> = {
  own: 'our own words do not tell them apart',
  reference:
    "the evaluator's words do not tell them apart, since how many answers turn on another machine is not measured",
};

const named = (uid: Uid | null): string => (uid === null ? 'nobody' : `UID ${uid}`);

function gatesOf(
  measured: readonly Measured[],
  common: ReadonlySet<string>,
  { king }: CrownInput,
  policy: Policy,
): RoundQuality['gates'] {
  const side = (one: Measured): GateSide => ({
    uid: one.one.uid,
    records: one.records.filter(({ axis }) => common.has(axis)),
    qualityOf: (records) => {
      const others = one.records.filter(({ axis }) => !common.has(axis));
      return crownQuality(
        axesIn(one, common, [...records, ...others]),
        one.declared?.brokenAxes ?? [],
        policy,
      ).value;
    },
  });
  const kings = measured.find(({ one }) => one === king);
  return gateChecks(
    kings === undefined ? null : side(kings),
    measured.filter((one) => one !== kings).map(side),
    policy,
  );
}

/** Live axes that no computed value stands for, with the first reason that there is. */
function missingAxes(
  measured: readonly Measured[],
  common: ReadonlySet<string>,
  policy: Policy,
  disputed: ReadonlyMap<string, string>,
): RoundQuality['notReplayed'] {
  return Object.entries(policy.axisWeights).flatMap(([axis, weight]) => {
    if (weight <= 0 || common.has(axis)) return [];
    if (lacking(axis, measured))
      return [{ axis, why: 'No row of the validator holds it: it counts for nobody.' }];
    const differs = disputed.get(axis) ?? densityDiffers(axis, disputed);
    if (differs !== undefined) return [{ axis, why: differs }];
    const [why] = measured.flatMap((one) => whyOf(axis, one));
    return [{ axis, why: why ?? NO_VALUE }];
  });
}

/** Density is made of the benches: without one of them it is another number. */
function densityDiffers(axis: string, disputed: ReadonlyMap<string, string>): string | undefined {
  const benches = [...disputed.keys()].filter((name) => name.endsWith('_bench'));
  return axis === DENSITY && benches.length > 0
    ? `It is made of ${benches.join(', ')}, of which grades differ from the evaluator's.`
    : undefined;
}

const NO_VALUE = 'What was asked gives nobody a value, or not every contender one.';

/** Why one contender has no computed value of an axis; empty where it has one. */
function whyOf(axis: string, { records, probes }: Measured): string[] {
  const parts = probePartsOf(axis);
  const values: unknown[] = [
    ...records.filter((record) => record.axis === axis).map(({ passFrac }) => passFrac),
    ...parts.map((part) => probes[part]),
    ...(axis === 'capability' ? [probes.capabilityTeacher] : []),
  ];
  return values.flatMap((value) => (isAbsent(value) ? [value.why] : []));
}
