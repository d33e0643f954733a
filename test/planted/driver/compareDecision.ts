import type { CrownDecision } from '../../../src/decide/crownInput.js';
import type { PlantedRound } from '../simulate/plantedRound.js';
import { askedOf, type ChallengerTruth, crownOf, type Truth } from '../simulate/truth/crown.js';
import type { Rules } from '../simulate/truth/rules.js';
import type { JudgedRound } from './judgePlanted.js';

const GATES: Readonly<Record<string, keyof ChallengerTruth['gates']>> = {
  paired_prompts: 'pairs',
  paired_p: 'p',
  paired_mean: 'mean',
  paired_lcb: 'lcb',
  max_kl: 'maxKl',
  kl_fraud: 'fraud',
  not_disqualified: 'notListed',
  quality_floor: 'floor',
  quality_vs_incumbent: 'quality',
};

const finite = (value: number | null | undefined): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Within what two routes of the same arithmetic may differ: less than the last published decimal. */
const near = (a: number | null, b: number | null, by = 1e-9): boolean =>
  a === null || b === null ? a === b : Math.abs(a - b) <= by;

/**
 * Holds every decision of a judged round against the truth on the same inputs, gate by gate.
 * @returns one sentence for each difference; none when the project decides as the rule does
 */
export function compareDecisions(planted: PlantedRound, { inputs, decided }: JudgedRound): string[] {
  const { king, challengers } = inputs.spec;
  const uids = (list: readonly { readonly uid: number }[]) =>
    list
      .map((one) => one.uid)
      .sort((a, b) => a - b)
      .join(' ');
  const seated = `${king?.uid ?? 'nobody'}: ${uids(challengers)}`;
  const cast = `${planted.cast.king?.uid ?? 'nobody'}: ${uids(planted.cast.challengers)}`;
  if (seated !== cast) return planted.seatsCast ? [`seats ${seated} instead of ${cast}`] : [];
  return decided.texts.flatMap((text, at) =>
    planted.legal.flatMap((rules, i) => {
      const given = planted.given[at];
      const own = text.decisions[i];
      if (given === undefined || own === undefined) return [`no decision under ${rules.setting}`];
      return compareOne(own, crownOf(given, rules), rules).map(
        (what) => `${rules.eraId} ${rules.setting}: ${what}`,
      );
    }),
  );
}

/** One decision against the truth under the same rules: one sentence for each difference. */
export function compareOne(own: CrownDecision, truth: Truth, rules: Rules): string[] {
  const found: string[] = [];
  const say = (what: string, ours: unknown, right: unknown) => {
    if (ours === right) return;
    const [a, b] = [JSON.stringify(ours), JSON.stringify(right)];
    if (a !== b) found.push(`${what} is ${a}, the truth ${b}`);
  };
  say('winner', own.winnerUid, truth.winner);
  say('kind', own.kind, truth.kind);
  say('row', own.expected, truth.row);
  say('cluster', own.tieCluster, truth.cluster);
  say('king mean', finite(own.kingMeanKl), finite(truth.king?.mean));
  say('king quality', near(own.kingQuality, truth.king?.quality ?? null), true);
  say('king out', own.kingDisqualified !== null, truth.king?.dq ?? false);
  for (const [i, right] of truth.challengers.entries()) {
    const uid = right.entrant.uid;
    const one = own.challengers.find((each) => each.uid === uid);
    if (one === undefined) {
      found.push(`challenger ${i} is not decided`);
      continue;
    }
    for (const gate of one.gates)
      say(`gate ${gate.name} of ${uid}`, gate.ok, right.gates[GATES[gate.name] as keyof typeof right.gates]);
    const shown = measuredOf(right);
    const asked = thresholdsOf(rules, truth);
    for (const { name, measured } of one.gates)
      if (name in shown && !near(finite(measured as number | null), finite(shown[name])))
        found.push(`gate ${name} of ${uid} measures ${measured}, the truth ${shown[name]}`);
    for (const { name, threshold } of one.gates)
      if (name in asked && !near(finite(threshold as number | null), finite(asked[name])))
        found.push(`gate ${name} of ${uid} asks for ${threshold}, the truth ${asked[name]}`);
    say(`gates of ${uid}`, one.gates.length, Object.keys(GATES).length);
    say(`passing of ${uid}`, one.passes, right.passes);
    say(`mean of ${uid}`, finite(one.meanKl), finite(right.mean));
    say(`quality of ${uid}`, near(one.quality, right.quality), true);
    say(`axes of ${uid}`, one.qualityAxes, right.qualityAxes);
    say(`exclusion of ${uid}`, one.disqualified !== null, right.dq);
    say(`pairs of ${uid}`, one.duel?.n ?? 0, right.pairs);
    for (const key of ['p', 't', 'meanDelta', 'se', 'lcb'] as const)
      say(`${key} of ${uid}`, finite(one.duel?.[key]), finite(right.test?.[key]));
  }
  return [...found, ...compareReason(own.reason, truth)];
}

/** What each gate reads of a challenger. */
const measuredOf = (right: ChallengerTruth): Record<string, number | null | undefined> => ({
  paired_prompts: right.pairs,
  paired_p: right.test?.p,
  paired_mean: right.test?.meanDelta,
  paired_lcb: right.test?.lcb ?? right.test?.meanDelta,
  max_kl: right.mean,
  kl_fraud: right.mean,
  quality_floor: right.quality,
  quality_vs_incumbent: right.quality,
});

/** What each gate holds it against. */
const thresholdsOf = (rules: Rules, { king }: Truth): Record<string, number | null> => ({
  paired_prompts: rules.minPairs,
  paired_p: rules.alpha,
  paired_mean: 0,
  paired_lcb: 0,
  max_kl: rules.maxKl,
  kl_fraud: rules.fraudKl,
  quality_floor: rules.floor,
  quality_vs_incumbent: askedOf(king?.quality ?? null, rules),
});

/** The sentence must tell the kind of the crown, and why nobody won by a duel. */
function compareReason(reason: string, truth: Truth): string[] {
  const has = (part: string, wanted: boolean) =>
    reason.includes(part) === wanted ? [] : [`the reason "${reason}" ${wanted ? 'lacks' : 'has'} "${part}"`];
  const { challengers, king, kind, cluster } = truth;
  const noDuel = kind !== 'duel';
  const dead = king !== null && (king.mean === null || king.dq);
  return [
    ...has('cannot be told apart', kind === 'duel' && cluster.length > 1),
    ...has(`Challenger ${truth.winner} passes every gate`, kind === 'duel'),
    ...has('keeps the crown', kind === 'held'),
    ...has('a crown without a duel', kind === 'no-duel'),
    ...has('a round without a king', kind === 'kingless'),
    ...has('in which each validator pays itself', kind === 'kingless' && truth.paid === null),
    ...has('UID 0 is a real UID', truth.winner === 0 || king?.entrant.uid === 0),
    ...has('There is no challenger', noDuel && challengers.length === 0),
    ...has('There is no king', noDuel && challengers.length > 0 && king === null),
    ...has('The king has no score that counts', noDuel && challengers.length > 0 && dead),
    ...has(' fails ', noDuel && challengers.length === 1 && king !== null && !dead),
    ...has(
      `None of ${challengers.length} challengers`,
      noDuel && challengers.length > 1 && king !== null && !dead,
    ),
  ];
}
