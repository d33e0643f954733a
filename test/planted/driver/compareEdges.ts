import { takesByMargin } from '../../../src/decide/dethroneMargin.js';
import { boxOf, narrowedBy } from '../../../src/decide/differences.js';
import { claimedDuel } from '../../../src/decide/duel.js';
import { paidFor } from '../../../src/decide/expectedWeights.js';
import { statisticGates } from '../../../src/decide/familyBand.js';
import { duelChecks } from '../../../src/decide/gates.js';
import { klClass } from '../../../src/decide/meanKl.js';
import type { Seat } from '../../../src/decide/measure.js';
import { pairedTest } from '../../../src/decide/pairedTest.js';
import { kingCounts } from '../../../src/decide/passing.js';
import { possibleWinners } from '../../../src/decide/possibleWinners.js';
import { qualityGate } from '../../../src/decide/qualityGate.js';
import { type SelectorCandidate, selectByComposite } from '../../../src/decide/selector.js';
import { clusterWinner, tiedAt } from '../../../src/decide/tieCluster.js';
import { paidUid } from '../../../src/domain/paidUid.js';
import type { LegalRules } from '../../../src/eras/legalRules.js';
import { momentsOf } from '../../../src/eras/pairedStats.js';
import {
  boundsCase,
  claimCase,
  marginCase,
  otherFloor,
  passersCase,
  poolCase,
  shortLists,
} from '../simulate/edges.js';
import { Random } from '../simulate/random.js';
import { askedOf, passesQuality, rowFor } from '../simulate/truth/crown.js';
import { canMeet, movedClaim, standingOf } from '../simulate/truth/others.js';
import { bestOf, mayBeBest } from '../simulate/truth/passers.js';
import type { Rules } from '../simulate/truth/rules.js';
import { isAhead, preferred } from '../simulate/truth/selector.js';
import { rowTest, spreadOf, testOf } from '../simulate/truth/statistics.js';

const show = (value: unknown): string =>
  JSON.stringify(value, (_key, one) => (typeof one === 'number' && !Number.isFinite(one) ? `${one}` : one));

const say = (what: string, given: unknown, ours: unknown, right: unknown): string[] =>
  show(ours) === show(right) ? [] : [`${what} of ${show(given)} is ${show(ours)}, the truth ${show(right)}`];

const NO_BUGS: ReadonlySet<never> = new Set();

/**
 * Steps of the decision on their lines, where whole rounds seldom lie: equal values, missing ones, few pairs. Each
 * against its truth.
 */
export function compareEdges(index: number, rules: Rules, { policy }: LegalRules): string[] {
  const random = new Random(index, 33);
  const other = otherFloor(random, rules);
  const floors: LegalRules['policy'] = {
    ...policy,
    qualityFloor: other.floor,
    minQualityAxes: other.minAxes,
  };
  return [
    // The order and the margin have the most places to lie on.
    ...[0, 1, 2, 3].flatMap(() => [
      ...compareMargin(random, other, floors),
      ...compareSelector(random, other, floors),
    ]),
    ...compareQuality(random, other, floors),
    ...comparePassers(random),
    ...compareClaim(random, rules),
    ...compareShort(random, rules, policy),
    ...compareChecks(random, policy),
    ...compareStandings(random, policy),
    ...compareBounds(random),
    ...comparePaid(random, rules, policy),
  ];
}

type Policy = LegalRules['policy'];

function compareMargin(random: Random, rules: Rules, policy: Policy): string[] {
  const { prior, own } = marginCase(random);
  return say(
    'margin',
    [prior, own, rules.floor],
    takesByMargin(prior, own, policy),
    isAhead(own, prior, rules),
  );
}

function compareSelector(random: Random, rules: Rules, policy: Policy): string[] {
  const { pool, prior } = poolCase(random, rules);
  const seen = pool.map(
    ({ out, nAxes, ...one }): SelectorCandidate => ({ ...one, nAxes: nAxes ?? 0, disqualified: out }),
  );
  const own = selectByComposite(seen, prior, policy);
  return say('selector', [pool, prior, rules.floor], own, preferred(pool, prior, rules, NO_BUGS));
}

function compareQuality(random: Random, rules: Rules, policy: Policy): string[] {
  const king = random.pick([null, 0, -0.05, 0.03, 0.5]);
  const asked = askedOf(king, rules);
  const quality = random.pick([null, 0, 0.06, 0.4, asked, (asked ?? 0) - 1e-4, (asked ?? 0) + 1e-4]);
  const ok = quality !== null && passesQuality(quality, king, rules);
  const under = quality !== null && !passesQuality(quality, null, rules);
  const reason =
    quality === null
      ? 'missing_challenger_quality'
      : under
        ? 'challenger_quality_floor'
        : king === null
          ? 'no_incumbent_quality_floor_passed'
          : !ok
            ? 'quality_regression'
            : king <= 0
              ? 'incumbent_quality_floor'
              : 'quality_gate_passed';
  const threshold = quality === null ? null : under ? rules.floor : asked;
  return say('quality gate', [quality, king, rules.floor], qualityGate(quality, king, policy), {
    ok,
    reason,
    threshold,
  });
}

function comparePassers(random: Random): string[] {
  const { passers, tied, half } = passersCase(random);
  const alike = (a: { uid: number }, b: { uid: number }): boolean =>
    tied.has(`${Math.min(a.uid, b.uid)} ${Math.max(a.uid, b.uid)}`);
  const known = passers.map((one) => ({
    ...one,
    weighted: Number.isNaN(one.weighted) ? null : one.weighted,
  }));
  const best = bestOf(known, alike, NO_BUGS);
  const given = [passers, [...tied], half];
  return [
    ...say(
      'winner among passers',
      given,
      clusterWinner(passers, alike),
      best && { seedUid: best.seed, tieCluster: best.cluster, winnerUid: best.winner },
    ),
    // What is no number is not said to be equal to anything.
    ...(passers.some((one) => Number.isNaN(one.weighted))
      ? []
      : say(
          'possible winners',
          given,
          possibleWinners(passers, alike, half).sort((a, b) => a - b),
          mayBeBest(passers, alike, half),
        )),
  ];
}

function compareClaim(random: Random, rules: Rules): string[] {
  const claim = claimCase(random);
  const duel = claimedDuel(claim.test, claim.prompts, rules.errors);
  const own = duel.at(claim.shift);
  const truth = movedClaim(claim, rules.errors);
  const isNear =
    own === null || truth === null
      ? own === truth
      : (['n', 'p', 'meanDelta', 'lcb', 't', 'se'] as const).every(
          (key) => own[key] === truth[key] || Math.abs((own[key] ?? 9) - (truth[key] ?? -9)) <= 1.5e-6,
        );
  return [
    ...(isNear ? [] : say('moved test', claim, own, truth)),
    ...say('pairs', claim, duel.n, claim.test?.n ?? claim.prompts),
  ];
}

function compareShort(random: Random, rules: Rules, policy: Policy): string[] {
  const [first, second] = shortLists(random);
  const shift = random.pick([0, 0, 0.001, -0.001]);
  const spread = spreadOf(first, second);
  const test = spread === null ? null : testOf(spread, rules.errors, shift);
  const few = random.pick([1, 2, 3, 4, 5]);
  const alpha = random.pick([spread?.se === 0 ? 0 : 0.03, 0.03, 1]);
  const moments = momentsOf(first, second);
  const ties = { ...policy, alpha, minPairedPrompts: few };
  const alike =
    moments !== null &&
    (Math.min(first.length, second.length) < few || (test === null ? 1 : test.twoSided) > alpha);
  return [
    ...say('test', [first, second, shift], pairedTest(first, second, rules.errors, shift), rowTest(test)),
    ...say('tie', [first, second, shift, few, alpha], tiedAt(moments, ties, shift), alike),
  ];
}

function compareChecks(random: Random, policy: Policy): string[] {
  const near = (line: number): number | null => random.pick([null, line, line + 1e-6, line - 1e-6]);
  const test = { p: near(policy.alpha), meanDelta: near(0), lcb: near(0) };
  const n = policy.minPairedPrompts + random.int(-1, 1);
  const lower = test.lcb ?? test.meanDelta;
  return say('checks', [test, n], duelChecks(test, n, policy), {
    pairs: n >= 100,
    p: (test.p ?? 1) < 0.03,
    mean: (test.meanDelta ?? 0) > 0,
    lcb: (lower ?? 0) > 0,
  });
}

function compareStandings(random: Random, policy: Policy): string[] {
  const maxKl = random.pick([null, 4]);
  const kl = random.pick([null, -1, 0, 1e-6, 1.000001e-6, 1, 4, 4.000001, Infinity, Number.NaN]);
  const claimed = random.pick([undefined, { meanKl: kl, test: null, prompts: 5 }]);
  const list = kl === null ? random.pick([null, []]) : random.pick([null, [kl]]);
  const listed = random.chance(0.2) ? 'copy: x' : null;
  const king = { contender: { claimed }, kl: list, meanKl: kl, listed } as unknown as Seat;
  const standing = standingOf(kl, maxKl, 1e-6);
  const byRow = list === null && kl === null && claimed !== undefined;
  const counts = listed === null && (standing === 'scored' || (standing === 'retryable_failure' && byRow));
  return [
    ...say('standing', [kl, maxKl], klClass(kl, maxKl, 1e-6), standing),
    ...say(
      'king',
      [kl, list, claimed, listed],
      kingCounts(king, 0, { ...policy, maxKl, fraudKl: 1e-6 }),
      counts,
    ),
  ];
}

function compareBounds(random: Random): string[] {
  const { count, bounds } = boundsCase(random);
  return say('bounds', bounds, narrowedBy(boxOf(count, 1), bounds) !== null, canMeet(count, 1, bounds));
}

function comparePaid(random: Random, rules: Rules, policy: Policy): string[] {
  const winner = random.pick([0, 7, 155, 170, -1]);
  const given = {
    reserve: random.pick([0, 0.1, 0.4999, 0.5, 0.6, 1e-6]),
    reserveUid: random.pick([0, 155, 150]),
  };
  const row = rowFor(winner, { ...rules, ...given }, 160);
  const most = Math.max(0, ...row.map(([, weight]) => weight));
  const paid = row.find(([, weight]) => weight === most)?.[0] ?? null;
  const one = (kl: readonly number[] | null, claimed?: object | null) => ({ klPerPrompt: kl, claimed });
  const seats = [one(null), one([1]), one(null, {}), one(null, null)];
  const king = random.pick([null, ...seats]);
  const challengers = Array.from({ length: random.int(0, 3) }, () => random.pick(seats));
  const counted = (seat: (typeof seats)[number] | null): number =>
    seat !== null && (seat.klPerPrompt !== null || (seat.claimed ?? null) !== null) ? 1 : 0;
  const others = challengers.reduce((sum, each) => sum + counted(each), 0);
  const policyOf = { ...policy, reserveFraction: given.reserve, reserveUid: given.reserveUid };
  return [
    ...say('paid', [winner, given], paidFor(winner, policyOf, 160), paid),
    ...say('paid by row', row, paidUid(row), paid),
    ...say(
      'gates counted',
      [king, challengers],
      statisticGates({ king, challengers } as unknown as Parameters<typeof statisticGates>[0]),
      counted(king) === 1 ? 2 + 5 * others : 2 * others,
    ),
  ];
}
