import type { CrownInput } from '../../../src/decide/crownInput.js';
import { decideCrown } from '../../../src/decide/decideCrown.js';
import {
  familyZ,
  halfWidthNats,
  plannedStatisticGates,
  statisticGates,
} from '../../../src/decide/familyBand.js';
import { normalQuantile } from '../../../src/decide/normalQuantile.js';
import { promptsNeeded } from '../../../src/decide/promptsNeeded.js';
import { revalidateKing } from '../../../src/decide/revalidateKing.js';
import { unsettled } from '../../../src/decide/unsettled.js';
import type { LegalRules } from '../../../src/eras/legalRules.js';
import type { PlantedRound, Validator } from '../simulate/plantedRound.js';
import { Random } from '../simulate/random.js';
import { crownOf, type Entrant, type Inputs, revalidated } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';
import { upperTail } from '../simulate/truth/statistics.js';
import { compareNeed } from './compareNeed.js';
import { compareUntold } from './compareUntold.js';
import { claimsOf, contenderOf, crownInputOf } from './crownInputOf.js';
import type { JudgedRound } from './judgePlanted.js';

/** Rounds in which this is looked at. */
const EVERY = 3;

/**
 * Decisions beside the replayed one, each against its truth: on published numbers, with a last king that was not seated,
 * the check of a king at the start of an epoch, and the arithmetic of the band and of what would settle it.
 */
export function compareOthers(planted: PlantedRound, judged: JudgedRound): string[] {
  if (planted.index % EVERY !== 0) return [];
  const random = new Random(planted.index, 55);
  const rules = planted.legal[0] as Rules;
  const legal = judged.inputs.rules[0] as LegalRules;
  return [
    ...compareQuantile(random),
    ...compareNeeded(random),
    ...compareRevalidation(random, planted, rules, legal),
    ...compareClaimed(random, planted, rules, legal),
    ...comparePrior(random, planted, judged, rules, legal),
    ...compareUnsettled(planted, judged, rules, legal),
    ...planted.given.slice(0, 1).flatMap((given) => compareUntold(random, given, rules, legal)),
  ];
}

const say = (what: string, ours: unknown, right: unknown): string[] =>
  JSON.stringify(ours) === JSON.stringify(right)
    ? []
    : [`${what} is ${JSON.stringify(ours)}, the truth ${JSON.stringify(right)}`];

/** Tabulated points, also the one at which the formula changes. */
const QUANTILES = new Map([
  [0, -Infinity],
  [0.5, 0],
  [0.001, -3.090232306167813],
  [1, Infinity],
]);

function compareQuantile(random: Random): string[] {
  const p = random.pick([...QUANTILES.keys(), 0.025, 1e-6, 1e-12, 0.7, 0.975, random.unit()]);
  const z = normalQuantile(p);
  const known = QUANTILES.get(p);
  if (known !== undefined)
    return Math.abs(z - known) < 1e-14 || z === known ? [] : [`quantile of ${p} is ${z}, the truth ${known}`];
  const back = z < 0 ? upperTail(-z) : 1 - upperTail(z);
  const m = random.pick([0, 1, 7, 1000]);
  const alpha = 0.001 / Math.max(1, m);
  const tau = random.pick([1e-6, 1e-4, 0.01]);
  const [b, n] = [random.pick([0, 1e-5, 0.02]), random.pick([0, 1, 100, 300])];
  const width = Math.max(tau, b + 6.92 * (tau / Math.sqrt(Math.max(1, n))));
  const [kings, count] = [random.chance(0.5), random.int(0, 4)];
  return [
    ...(Math.abs(back - p) <= 1e-9 * Math.max(p, 1e-3) ? [] : [`quantile of ${p} is ${z}`]),
    ...(Math.abs(upperTail(familyZ(0.001, m)) / alpha - 1) < 1e-6
      ? []
      : [`z of ${m} gates is ${familyZ(0.001, m)}`]),
    ...(Math.abs(halfWidthNats({ noise: { meanNats: b, noiseNats: tau }, z: 3, n }) - width) < 1e-12
      ? []
      : ['half-width is not that of its formula']),
    ...say('gates', plannedStatisticGates(kings, count), count * (kings ? 5 : 2) + (kings ? 2 : 0)),
  ];
}

function compareNeeded(random: Random): string[] {
  const mean = random.pick([-0.0203, -0.0011, 0, 0.0005, 0.0021, 0.0203, 0.02, -0.02, -0.002]);
  const line = {
    mean,
    perRootPrompt: random.pick([0, 0.01, 0.1, 0.005]),
    reach: random.pick([1, 2]),
    n: random.pick([100, 300, 9_999_999]),
  };
  const band = {
    least: random.pick([1e-6, 1e-4, 0.01]),
    bias: random.pick([0, 1e-5, 0.001, Math.abs(mean), Math.abs(mean) / 2]),
    perRootPrompt: random.pick([1e-5, 0.005, 0.2]),
  };
  return compareNeed(line, band, promptsNeeded(line, band));
}

const entrantsOf = ({ king, challengers }: Inputs): Entrant[] => [
  ...(king === null ? [] : [king]),
  ...challengers,
];

function compareRevalidation(
  random: Random,
  planted: PlantedRound,
  rules: Rules,
  legal: LegalRules,
): string[] {
  const { inputs } = planted.validators[0] as Validator;
  const pool = entrantsOf(inputs);
  const previous = random.pick([null, ...pool.map((one) => one.uid)]);
  const configuredUid = random.pick([undefined, undefined, 7, -1, 999]);
  const current = random.pick([undefined, 155, 7]);
  const own = revalidateKing(
    {
      pool: pool.map((one) => contenderOf(one, null)),
      previousKingUid: previous,
      disqualified: inputs.dq,
      nUids: inputs.uids,
      configuredUid,
      currentTargetUid: current,
    },
    legal.policy,
  );
  if (rules.eraId === 'P4') return say('re-validation', own, null);
  const truth = revalidated(pool, previous, inputs, rules);
  const fallback = [configuredUid ?? rules.noWinner, rules.noWinner].find(
    (one) => typeof one === 'number' && one >= 0 && one < inputs.uids,
  );
  const target =
    truth.kind === 'crowned' ? truth.pick : truth.kind === 'fallback' ? (fallback ?? null) : null;
  return [
    ...say('re-validation', own && { kind: own.kind, pick: own.pick }, truth),
    ...(fallback === undefined && truth.kind === 'fallback' ? [] : say('its target', own?.target, target)),
    ...(own?.kind === 'crowned' ? say('its weights', own.setsWeights, true) : []),
    ...(own?.kind === 'fallback' && fallback !== undefined
      ? say('its weights', own.setsWeights, fallback !== current)
      : []),
    ...(own?.kind === 'kept' ? say('its weights', own.setsWeights, false) : []),
  ];
}

/** The same crown from a validator's own rounded numbers; also while its means are moved. */
function compareClaimed(random: Random, planted: PlantedRound, rules: Rules, legal: LegalRules): string[] {
  const { inputs } = planted.validators[0] as Validator;
  const plain = crownOf(inputs, rules);
  const input = crownInputOf(inputs, rules.mode, claimsOf(plain));
  const by = random.pick([0, 0, 0.002, -0.002, 0.02, -0.02]);
  const [moved] = random.shuffled(entrantsOf(inputs));
  const shifts = new Map(moved === undefined ? [] : [[moved.uid, by]]);
  const truth = crownOf(inputs, rules, undefined, shifts);
  // Rounded numbers do not tell what lies within a rounding of its line.
  const close = truth.challengers.some(
    ({ exact }) =>
      exact !== null &&
      (Math.abs(exact.lower) < 2e-5 || Math.abs(exact.oneSided - 0.03) < 1e-3 || exact.se < 1e-5),
  );
  const several = truth.challengers.filter((one) => one.passes).length > 1;
  const kingGone = plain.king !== null && plain.king.dq !== truth.king?.dq;
  if ((by !== 0 && close) || kingGone) return [];
  const own = decideCrown(input, legal, shifts);
  const gates = (one: { readonly uid: number; readonly passes: boolean }) => `${one.uid} ${one.passes}`;
  return [
    ...say(
      'passing by published numbers',
      own.challengers.map(gates),
      truth.challengers.map((one) => gates({ uid: one.entrant.uid, passes: one.passes })),
    ),
    ...say('ties unknown', own.tiesUnknown, several),
    ...(several ? [] : say('crown by published numbers', own.winnerUid, truth.winner)),
    ...say(
      'gates counted',
      statisticGates(input),
      plannedStatisticGates(input.king !== null, input.challengers.length),
    ),
  ];
}

/** A last king that is not seated stands in the composite's pool. */
function comparePrior(
  random: Random,
  planted: PlantedRound,
  { decided, inputs }: JudgedRound,
  rules: Rules,
  legal: LegalRules,
): string[] {
  const given = planted.given[0];
  if (decided.inputOf === null || given === undefined || !planted.seatsCast) return [];
  if (decided.main?.capture !== planted.captures[0] || inputs.spec.king === null) return [];
  const score = random.pick(entrantsOf(given)).score;
  const like: Entrant = { uid: 149, hotkey: 'hotkey-149', committedAt: 5, kl: null, score };
  const dq = random.chance(0.3) ? { ...given.dq, 'hotkey-149:5': 'copy: x' } : given.dq;
  const input: CrownInput = {
    ...decided.inputOf(rules.mode),
    priorKing: contenderOf(like, null),
    localKingUid: 149,
    disqualified: dq,
  };
  const own = decideCrown(input, legal);
  const truth = crownOf({ ...given, prior: like, localKing: 149, dq }, rules);
  return [
    ...say('crown beside a last king', own.winnerUid, truth.winner),
    ...say('its row', own.expected, truth.row),
  ];
}

/** What would settle it is told exactly where the band holds several crowns, with the ratio of its distance. */
function compareUnsettled(
  planted: PlantedRound,
  { decided }: JudgedRound,
  rules: Rules,
  legal: LegalRules,
): string[] {
  const { band, main, inputOf, noise } = decided;
  const given = planted.given[0];
  if (band === null || main === undefined || inputOf === null || given === undefined) return [];
  if (!planted.seatsCast || main.capture !== planted.captures[0]) return [];
  const wide = { ...band, halfWidthNats: planted.index % 4 === 0 ? 0.01 : band.halfWidthNats };
  const own = unsettled(inputOf(rules.mode), legal, wide, noise);
  // Which of several passers wins is no statistic against a line.
  const isAmongSeveral = crownOf(given, rules).challengers.filter((one) => one.passes).length > 1;
  if (own === null) {
    const first = main.outcome.outcomes[0];
    return wide.halfWidthNats === band.halfWidthNats && (first?.band.length ?? 0) > 1 && !isAmongSeveral
      ? ['several crowns lie in the band, and nothing is named that would settle it']
      : [];
  }
  const truth = crownOf(given, rules);
  const one = [truth.king, ...truth.challengers].find((each) => each?.entrant.uid === own.uid);
  const exact = truth.challengers.find((each) => each.entrant.uid === own.uid)?.test;
  const mean = one?.mean ?? 0;
  const slack =
    own.gate === 'max_kl'
      ? (rules.maxKl ?? 0) - mean
      : own.gate === 'kl_fraud'
        ? mean - rules.fraudKl
        : (exact?.meanDelta ?? 0) - 1.96 * (exact?.se ?? 0);
  const ratio = Math.min(1e12, Math.exp(Math.min(700, 0.5 * ((slack * wide.z) / wide.halfWidthNats) ** 2)));
  return Math.abs(own.likelihoodRatio / ratio - 1) < 1e-6
    ? []
    : [`likelihood ratio of ${own.uid} ${own.gate} is ${own.likelihoodRatio}, the truth ${ratio}`];
}
