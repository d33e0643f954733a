import type { Uid } from '../domain/identity.js';
import { type Era, type LegalSetting, type Policy, policyUnder } from '../eras/defineEra.js';
import type { ChallengerDecision, CrownDecision, CrownInput, CrownKind } from './crownInput.js';
import { crownReason } from './crownReason.js';
import { expectedWeights } from './expectedWeights.js';
import { fallThrough } from './fallThrough.js';
import { challengerGates } from './gates.js';
import { holds } from './holdCheck.js';
import { type Measured, measure } from './measure.js';
import { noWinnerTarget } from './noWinnerTarget.js';
import { type PublishedTest, pairedDuel, pairedTest } from './pairedTest.js';
import { qualityGate } from './qualityGate.js';
import { type SelectorCandidate, selectByComposite } from './selector.js';
import { roundWinner } from './tieCluster.js';

/** Nats added to the mean KL of a contender, by UID: how the noise band is walked. */
export type KlShifts = ReadonlyMap<Uid, number>;

/** A duel needs a king with a positive mean KL that is not disqualified, and scores on both sides. */
function duelTest(king: Measured | null, challenger: Measured, policy: Policy): PublishedTest | null {
  if (king === null || king.disqualified !== null || king.meanKl === null || king.meanKl <= 0) return null;
  if (challenger.kl.length === 0) return null;
  return pairedTest(king.kl, challenger.kl, policy.lcbErrors, king.shift - challenger.shift);
}

interface Judged extends ChallengerDecision {
  readonly measured: Measured;
  readonly test: PublishedTest | null;
}

function judgeChallenger(one: Measured, king: Measured | null, policy: Policy): Judged {
  const test = duelTest(king, one, policy);
  const n = king === null ? 0 : Math.min(king.kl.length, one.kl.length);
  const kingQuality = king?.quality.value ?? null;
  const gates = challengerGates({
    policy,
    n,
    test,
    meanKl: one.meanKl === null ? null : one.meanKl + one.shift,
    disqualified: one.listed,
    quality: one.quality.value,
    kingQuality,
    qualityGate: qualityGate(one.quality.value, kingQuality, policy),
  });
  return {
    uid: one.contender.uid,
    gates,
    passes: gates.every((gate) => gate.ok),
    duel: king === null ? null : pairedDuel(one.contender.uid, n, test),
    meanKl: one.meanKl,
    quality: one.quality.value,
    qualityAxes: one.quality.axes,
    disqualified: one.disqualified,
    measured: one,
    test,
  };
}

const candidate = (one: Measured): SelectorCandidate => ({
  uid: one.contender.uid,
  worst: one.composite?.worst ?? null,
  weighted: one.composite?.weighted ?? null,
  quality: one.quality.value,
  qualityAxes: one.quality.axes,
  nAxes: one.composite?.nAxes ?? 0,
  version: one.composite?.version ?? null,
  disqualified: one.disqualified !== null,
});

const winnerOf = (judged: readonly Judged[], policy: Policy) =>
  roundWinner(
    judged
      .filter((one) => one.passes)
      .map((one) => ({
        uid: one.uid,
        quality: one.quality,
        weighted: one.measured.composite?.weighted ?? null,
        worst: one.measured.composite?.worst ?? null,
        meanDelta: one.test?.meanDelta ?? null,
        kl: one.meanKl,
        committedAt: one.measured.contender.committedAt,
        klPerPrompt: one.measured.kl.length > 0 ? one.measured.kl : null,
        klShift: one.measured.shift,
      })),
    policy,
  );

/**
 * The crown that an era's rule gives on one set of scores, under one legal setting, with every gate (rule: crown,
 * docs/methodology.md). Without scores of the king nobody can win a duel; the crown may then still move on the
 * composite alone. UID 0 is a real UID.
 *
 * @param shifts nats added to mean KLs, to walk the noise band; none for the decision itself
 */
export function decideCrown(
  input: CrownInput,
  era: Era,
  setting: LegalSetting,
  shifts: KlShifts = new Map(),
): CrownDecision {
  const policy = policyUnder(era, setting);
  const shiftOf = (uid: Uid) => shifts.get(uid) ?? 0;
  const king =
    input.king === null
      ? null
      : measure(
          input.king,
          input.king.composite ?? input.storedKingComposite,
          input,
          policy,
          shiftOf(input.king.uid),
        );
  const judged = input.challengers.map((one) =>
    judgeChallenger(measure(one, one.composite, input, policy, shiftOf(one.uid)), king, policy),
  );
  const winner = winnerOf(judged, policy);
  const pool = [...(king === null ? [] : [king]), ...judged.map((one) => one.measured)];
  const pick = selectByComposite(pool.map(candidate), input.localKingUid ?? input.king?.uid ?? null, policy);
  const outcome = fallThrough({
    roundWinner: winner?.winnerUid ?? null,
    compositePick: pick,
    incumbent: input.king?.uid ?? null,
    incumbentHasComposite: king !== null && king.composite !== null,
    incumbentDisqualified: king !== null && king.disqualified !== null,
    incumbentHolds: king !== null && holds(king.disqualified !== null, king.quality, policy),
  });
  const target = outcome.winnerUid ?? fallbackTarget(input, policy);
  const kind = winner !== null ? 'duel' : kindWithoutDuel(outcome.winnerUid, input.king?.uid ?? null);
  return {
    setting: setting.id,
    winnerUid: outcome.winnerUid,
    reason: crownReason(kind, outcome.winnerUid, winner?.tieCluster ?? [], judged, king),
    expected: target === null ? [] : expectedWeights(target, policy, input.nUids),
    kind,
    challengers: judged.map(({ measured: _measured, test: _test, ...decision }) => decision),
    kingMeanKl: king?.meanKl ?? null,
    kingQuality: king?.quality.value ?? null,
    kingDisqualified: king?.disqualified ?? null,
    tieCluster: winner?.tieCluster ?? [],
  };
}

const kindWithoutDuel = (winnerUid: Uid | null, kingUid: Uid | null): CrownKind => {
  if (winnerUid === null) return 'kingless';
  return winnerUid === kingUid ? 'held' : 'no-duel';
};

/** Whom a round without a king pays: its incumbent failed the hold check, so that the first step is blank. */
const fallbackTarget = (input: CrownInput, policy: Policy): Uid | null =>
  noWinnerTarget({
    incumbentUid: null,
    localKingUid: input.localKingUid,
    sharedFallbackUid: policy.noWinnerUid,
    nUids: input.nUids,
  }).uid;
