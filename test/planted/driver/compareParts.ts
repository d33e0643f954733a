import { canonicalRound } from '../../../src/decide/canonicalRound.js';
import { composite } from '../../../src/decide/composite.js';
import { earlyStop } from '../../../src/decide/earlyStop.js';
import { weightVector } from '../../../src/decide/expectedWeights.js';
import { noWinnerTarget } from '../../../src/decide/noWinnerTarget.js';
import { weightsU16 } from '../../../src/decide/weightsU16.js';
import { Random } from '../simulate/random.js';
import { rawCase } from '../simulate/rawResults.js';
import { axesOf, compositeFrom, isCanonical, stopsEarly } from '../simulate/truth/composite.js';
import { rowFor } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';

const near = (a: number | null | undefined, b: number | null | undefined): boolean =>
  typeof a === 'number' && typeof b === 'number' ? Math.abs(a - b) < 1e-9 : (a ?? null) === (b ?? null);

/** A four-decimal value of an unrounded one; the order of a sum may decide a tie. */
const isRounding = (own: number | null, exact: number | null): boolean =>
  own === null || exact === null ? own === exact : Math.abs(own - exact) <= 5e-5 + 1e-12;

/**
 * Parts of the decision that a replayed round does not pass through, each against its truth: the composite of a raw
 * result, early stop, canonical round, no-winner target, the row of a winner.
 */
export function compareParts(index: number, rules: Rules): string[] {
  const random = new Random(index, 99);
  return [
    ...compareComposite(random, rules),
    ...compareStops(random),
    ...compareCanonical(random),
    ...compareTargets(random),
    ...compareRows(random, rules),
  ];
}

function compareComposite(random: Random, rules: Rules): string[] {
  const { raw, anchors, version, broken } = rawCase(random);
  const own = composite(raw, anchors, broken, rules.axes, version);
  const truth = compositeFrom(axesOf(raw, anchors, version), broken, rules.axes);
  const wrong = Object.keys(truth.axes).filter((name) => !near(own.axes[name], truth.axes[name]));
  const extra = Object.entries(own.axes).filter(([name, value]) => value !== null && !(name in truth.axes));
  return [
    ...wrong.map((name) => `axis ${name} is ${own.axes[name]}, the truth ${truth.axes[name]}`),
    ...extra.map(([name]) => `axis ${name} should be absent`),
    ...(near(own.worst, truth.worst) ? [] : [`worst is ${own.worst}, the truth ${truth.worst}`]),
    ...(isRounding(own.weighted, truth.weighted)
      ? []
      : [`weighted is ${own.weighted}, the truth ${truth.weighted}`]),
    ...(own.presentCount === truth.count
      ? []
      : [`present axes are ${own.presentCount}, the truth ${truth.count}`]),
  ];
}

function compareStops(random: Random): string[] {
  const n = random.pick([0, 1, 2, 7]);
  const level = random.pick([0.05, 0.15]);
  const scores = Array.from({ length: n }, () => level * random.between(0.8, 1.2));
  const best = n > 1 && random.chance(0.2) ? stopsEarly(scores, 0).lower : random.pick([0.05, 0.1]);
  const [own, truth] = [earlyStop(scores, best), stopsEarly(scores, best)];
  return near(own.lower, truth.lower) && own.stop === truth.stop
    ? []
    : [`early stop is ${JSON.stringify(own)}, the truth ${JSON.stringify(truth)}`];
}

function compareCanonical(random: Random): string[] {
  const counts = [0, 1, 99, 100, 149, 150, 300];
  const input = {
    requestedPrompts: random.pick([60, 149, 150, 300]),
    maxRowPromptsTotal: random.pick(counts),
    kingPromptsCompleted: random.pick(counts),
    kingKlPresent: random.chance(0.8),
  };
  const truth = isCanonical(
    input.requestedPrompts,
    input.maxRowPromptsTotal,
    input.kingPromptsCompleted,
    input.kingKlPresent,
  );
  return canonicalRound(input).canonical === truth
    ? []
    : [`canonical ${JSON.stringify(input)} should be ${truth}`];
}

function compareTargets(random: Random): string[] {
  const uid = (): number => random.pick([0, 5, 159, 160, -1]);
  const maybe = (): number | undefined => (random.chance(0.5) ? uid() : undefined);
  const input = {
    incumbentUid: random.chance(0.6) ? null : uid(),
    localKingUid: random.chance(0.6) ? null : uid(),
    configuredUid: maybe(),
    sharedFallbackUid: random.pick([155, 155, 170, null]),
    validatorUid: maybe(),
    currentTargetUid: maybe(),
    nUids: 160,
  };
  const shared = input.configuredUid === undefined ? input.sharedFallbackUid : input.configuredUid;
  const order = [input.incumbentUid, input.localKingUid, shared, input.validatorUid, input.currentTargetUid];
  const truth = order.find((one) => typeof one === 'number' && one >= 0 && one < input.nUids) ?? null;
  const own = noWinnerTarget(input).uid;
  return own === truth ? [] : [`no-winner target of ${JSON.stringify(input)} is ${own}, the truth ${truth}`];
}

function compareRows(random: Random, rules: Rules): string[] {
  const reserve = random.pick([-0.1, 0, 0.1, 0.5, 0.9, 0.95, 1e-6]);
  const winner = random.pick([0, 7, 155, 159, 160, -1]);
  const reserveUid = random.pick([155, 155, 160, -1, 0]);
  const own = weightsU16(weightVector(winner, reserve, reserveUid, 160));
  const kept = Math.min(0.9, Math.max(0, reserve));
  const given = reserveUid < 0 ? 0 : kept;
  const truth = rowFor(winner, { ...rules, reserve: given, reserveUid }, 160);
  return JSON.stringify(own) === JSON.stringify(truth)
    ? []
    : [
        `row of ${winner} with ${reserve} to ${reserveUid} is ${JSON.stringify(own)}, the truth ${JSON.stringify(truth)}`,
      ];
}
