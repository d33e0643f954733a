import * as z from 'zod';
import { axisValue, SILENCE_VERSION } from '../../decide/axes.js';
import { composite } from '../../decide/composite.js';
import { takesByMargin } from '../../decide/dethroneMargin.js';
import { fallThrough } from '../../decide/fallThrough.js';
import { qualityGate } from '../../decide/qualityGate.js';
import { roundWinner } from '../../decide/tieCluster.js';
import { clearsFloor, crownQuality } from '../../eras/crownQuality.js';
import type { Policy } from '../../eras/defineEra.js';
import { P11 } from '../../eras/p11.js';
import { round } from '../../python/round.js';
import { orDefault } from './decisionDefault.js';
import { repeated } from './decisionDuelKinds.js';
import { vectorFloat } from './readNumber.js';
import type { VectorKinds } from './vectorKind.js';

const weights = z.record(z.string(), z.number().nonnegative());
const headerInput = z.object({
  axis_weights: weights.nullish(),
  excluded_from_crown_quality: z.array(z.string()).nullish(),
});

type Header = Readonly<Record<string, unknown>>;

/** Axis weights and excluded axes: of the input, else of the file, else of the era. */
function axisPolicy(input: unknown, document: Header): Pick<Policy, 'axisWeights' | 'relativeAxes'> {
  const own = headerInput.parse(input);
  const file = headerInput.parse(document);
  return {
    axisWeights: own.axis_weights ?? file.axis_weights ?? P11.policy.axisWeights,
    relativeAxes:
      own.excluded_from_crown_quality ?? file.excluded_from_crown_quality ?? P11.policy.relativeAxes,
  };
}

const raw = z.record(z.string(), z.unknown());
/** Raw results write floats that JSON cannot carry as names. */
const decoded = (value: unknown): unknown => {
  const float = vectorFloat.safeParse(value);
  if (float.success) return float.data;
  if (Array.isArray(value)) return value.map(decoded);
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decoded(item)]));
  return value;
};

const brokenAxes = orDefault(z.array(z.string()), []);
const resultInput = z.object({
  student: raw,
  axis: z.string().nullish(),
  king_kl: vectorFloat.nullish(),
  king_rkl: vectorFloat.nullish(),
  broken_axes: brokenAxes,
  version: orDefault(z.number().int(), SILENCE_VERSION),
});

const readResult = (input: unknown) => {
  const given = resultInput.parse(input);
  return {
    given,
    student: decoded(given.student) as Record<string, unknown>,
    anchors: { kingKl: given.king_kl ?? null, lowestRkl: given.king_rkl ?? null },
  };
};

const to = (value: number | null, digits: number): number | null =>
  value === null || !Number.isFinite(value) ? value : round(value, digits);

function compositeKind(input: unknown, document: Header) {
  const { given, student, anchors } = readResult(input);
  const policy = axisPolicy(input, document);
  const made = composite(student, anchors, given.broken_axes, policy.axisWeights, given.version);
  const quality = crownQuality(made.axes, given.broken_axes, policy);
  return {
    axes: made.axes,
    worst: made.worst,
    weighted: made.weighted,
    present_count: made.presentCount,
    crown_quality: to(quality.value, 6),
    crown_quality_axes: quality.axes,
  };
}

const axes = z.record(z.string(), vectorFloat.nullable());
const qualityInput = z.object({ axes, broken_axes: brokenAxes });
const limits = {
  floor: orDefault(z.number(), P11.policy.qualityFloor),
  margin: orDefault(z.number(), P11.policy.qualityMargin),
  saturation_epsilon: orDefault(z.number(), P11.policy.saturationEpsilon),
  min_axes: orDefault(z.number(), P11.policy.minQualityAxes),
};
const gateInput = z.object({
  challenger_axes: axes.nullish(),
  challenger_quality: vectorFloat.nullish(),
  incumbent_axes: axes.nullish(),
  incumbent_quality: vectorFloat.nullish(),
  broken_axes: brokenAxes,
  ...limits,
});

function qualityGateKind(input: unknown, document: Header) {
  const given = gateInput.parse(input);
  const axesOf = axisPolicy(input, document);
  const of = (list: z.infer<typeof axes> | null | undefined, value: number | null | undefined) =>
    list === undefined || list === null
      ? { value: value ?? null, axes: null }
      : crownQuality(list, given.broken_axes, axesOf);
  const challenger = of(given.challenger_axes, given.challenger_quality);
  const incumbent = of(given.incumbent_axes, given.incumbent_quality);
  const policy = { ...P11.policy, qualityFloor: given.floor, qualityMargin: given.margin };
  const gate = qualityGate(challenger.value, incumbent.value, policy);
  const enough =
    challenger.axes !== null &&
    challenger.axes >= given.min_axes &&
    clearsFloor(challenger.value, given.floor, policy.qualityTolerance);
  return {
    challenger_quality: to(challenger.value, 6),
    challenger_quality_axes: challenger.axes,
    gate2_pass: gate.ok,
    reason: gate.reason,
    threshold: to(gate.threshold, 6),
    selector_pass: enough,
    hold_pass: enough,
  };
}

const standing = z.object({
  uid: z.number().int().optional(),
  worst: vectorFloat.nullish().transform((value) => value ?? null),
  quality: vectorFloat.nullish().transform((value) => value ?? null),
  weighted: vectorFloat.nullish().transform((value) => value ?? null),
});
const marginInput = z.object({ incumbent: standing.nullish(), challenger: standing, ...limits });

const passer = z.object({
  uid: z.number().int(),
  quality: vectorFloat.nullish(),
  weighted: vectorFloat.nullish(),
  worst: vectorFloat.nullish(),
  mean_delta: vectorFloat.nullish(),
  kl: vectorFloat.nullish(),
  commit_block: z.number().nullish(),
  pp: z
    .union([
      z.object({ pattern: z.array(vectorFloat), n: z.number().int().min(0).max(100_000) }),
      z.array(vectorFloat),
    ])
    .nullish(),
});
const winnerInput = z.object({
  candidates: z.array(passer).max(1000),
  alpha: orDefault(z.number(), P11.policy.alpha),
  min_prompts: orDefault(z.number(), P11.policy.minPairedPrompts),
});

function roundWinnerKind(input: unknown) {
  const given = winnerInput.parse(input);
  const found = roundWinner(
    given.candidates.map((one) => ({
      uid: one.uid,
      quality: one.quality ?? null,
      weighted: one.weighted ?? null,
      worst: one.worst ?? null,
      meanDelta: one.mean_delta ?? null,
      kl: one.kl ?? null,
      committedAt: one.commit_block ?? null,
      klPerPrompt:
        one.pp === null || one.pp === undefined
          ? null
          : Array.isArray(one.pp)
            ? one.pp
            : repeated(one.pp.pattern, one.pp.n),
    })),
    { ...P11.policy, alpha: given.alpha, minPairedPrompts: given.min_prompts },
  );
  return {
    seed_uid: found?.seedUid ?? null,
    tie_cluster: found?.tieCluster ?? [],
    winner_uid: found?.winnerUid ?? null,
  };
}

const who = z.union([z.string(), z.number()]).nullish();
const fallInput = z.object({
  round_winner: who,
  composite_pick: who,
  incumbent: who,
  incumbent_has_stored_composite: orDefault(z.boolean(), true),
  incumbent_dq: orDefault(z.boolean(), false),
  incumbent_holds: orDefault(z.boolean(), false),
});

/** Names of a vector become small numbers; an incumbent is the same one wherever it is named. */
function fallKind(input: unknown) {
  const given = fallInput.parse(input);
  const incumbent = given.incumbent ?? null;
  const isIncumbent = (name: string | number) =>
    incumbent !== null && (name === incumbent || name === 'incumbent');
  const idOf = (name: string | number | null | undefined, id: number) =>
    name === null || name === undefined ? null : isIncumbent(name) ? 0 : id;
  const outcome = fallThrough({
    roundWinner: idOf(given.round_winner, 1),
    compositePick: idOf(given.composite_pick, 2),
    incumbent: incumbent === null ? null : 0,
    incumbentHasComposite: given.incumbent_has_stored_composite,
    incumbentDisqualified: given.incumbent_dq,
    incumbentHolds: given.incumbent_holds,
  });
  return { winner: outcome.by };
}

/** Composite, axes, crown quality, quality gate, margin test, round winner and the final order of the crown. */
export const crownKinds: VectorKinds = {
  composite: compositeKind,
  axis: (input) => {
    const { given, student, anchors } = readResult(input);
    return { value: to(axisValue(given.axis ?? '', student, anchors, given.version), 4) };
  },
  crown_quality: (input, document) => {
    const given = qualityInput.parse(input);
    const quality = crownQuality(given.axes, given.broken_axes, axisPolicy(input, document));
    const clears = (floor: number) => clearsFloor(quality.value, floor, P11.policy.qualityTolerance);
    return {
      quality: to(quality.value, 6),
      axes: quality.axes,
      clears_floor_0_06: clears(0.06),
      clears_floor_0_20: clears(0.2),
    };
  },
  quality_gate: qualityGateKind,
  resolve_dethrone: (input) => {
    const given = marginInput.parse(input);
    const { incumbent, challenger } = given;
    const policy = {
      ...P11.policy,
      qualityFloor: given.floor,
      qualityMargin: given.margin,
      saturationEpsilon: given.saturation_epsilon,
    };
    const same = challenger.uid !== undefined && challenger.uid === incumbent?.uid;
    return { challenger_takes: takesByMargin(same ? null : (incumbent ?? null), challenger, policy) };
  },
  round_winner: roundWinnerKind,
  crown_fallthrough: fallKind,
};
