import type { Uid } from '../domain/identity.js';
import type { Policy } from '../eras/defineEra.js';
import type { LegalRules } from '../eras/legalRules.js';
import type { ChallengerDecision, CrownDecision, CrownInput } from './crownInput.js';
import { type Outcome, openTargets, withoutPasser } from './crownOutcome.js';
import { crownReason } from './crownReason.js';
import { type CrownView, crownView } from './crownView.js';
import { expectedWeights } from './expectedWeights.js';
import { challengerGates } from './gates.js';
import { disqualifiedWhy, klStanding } from './klStanding.js';
import type { Seat } from './measure.js';
import { pairedDuel } from './pairedTest.js';
import { kingCounts } from './passing.js';
import { clusterWinner, type PlacedRank, type RoundWinner, rankOf, tiedAt } from './tieCluster.js';

/** Nats added to the mean KL of a contender, by UID: how the noise band is walked. */
export type KlShifts = ReadonlyMap<Uid, number>;

const NO_SHIFTS: KlShifts = new Map();

/** A challenger as it is shown, and as it is ranked should it pass. */
interface Judged {
  readonly decision: ChallengerDecision;
  readonly ranked: PlacedRank;
}

function judgeChallenger(
  view: CrownView,
  position: number,
  policy: Policy,
  shifts: { readonly king: number; readonly own: number },
): Judged {
  const seat = view.challengers[position] as Seat;
  const duel = view.duels[position] ?? null;
  const counts = kingCounts(view.king, shifts.king, policy);
  const test = counts ? (duel?.at(shifts.king - shifts.own) ?? null) : null;
  const n = duel?.n ?? 0;
  const meanKl = seat.meanKl === null ? null : seat.meanKl + shifts.own;
  const standing = klStanding(seat, shifts.own, policy);
  const gates = challengerGates({
    policy,
    n,
    test,
    meanKl,
    standing,
    listed: seat.listed,
    quality: seat.quality.value,
    kingQuality: view.king?.quality.value ?? null,
  });
  const { uid } = seat.contender;
  return {
    decision: {
      uid,
      gates,
      passes: gates.every((gate) => gate.ok),
      duel: view.king === null ? null : pairedDuel(uid, n, test),
      meanKl: seat.meanKl,
      quality: seat.quality.value,
      qualityAxes: seat.quality.axes,
      disqualified: disqualifiedWhy(seat, standing, policy),
    },
    ranked: rankOf(seat, position, test?.meanDelta ?? null, meanKl),
  };
}

function winnerAmong(
  passers: readonly PlacedRank[],
  view: CrownView,
  policy: Policy,
  shiftOf: (uid: Uid) => number,
): RoundWinner | null {
  return clusterWinner(passers, (a, b) =>
    tiedAt(view.between(a.position, b.position), policy, shiftOf(a.uid) - shiftOf(b.uid)),
  );
}

/** Several pass and a list is missing, so that who is tied with whom cannot be told. */
const tiesUnknown = (passers: readonly PlacedRank[], { challengers }: CrownView): boolean =>
  passers.length > 1 && passers.some((one) => (challengers[one.position]?.kl ?? null) === null);

/**
 * The crown that an era's rule gives on one set of scores, under one legal setting, with every gate (rule: crown,
 * docs/methodology.md). Without scores of the king nobody can win a duel; the crown may then still move on the
 * composite alone. UID 0 is a real UID.
 *
 * @param shifts nats added to mean KLs, to walk the noise band; none for the decision itself
 */
export function decideCrown(
  input: CrownInput,
  { setting, policy }: LegalRules,
  shifts: KlShifts = NO_SHIFTS,
): CrownDecision {
  const view = crownView(input, policy);
  const shiftOf = (uid: Uid) => shifts.get(uid) ?? 0;
  const kingShift = input.king === null ? 0 : shiftOf(input.king.uid);
  const judged = input.challengers.map(({ uid }, i) =>
    judgeChallenger(view, i, policy, { king: kingShift, own: shiftOf(uid) }),
  );
  const decisions = judged.map((one) => one.decision);
  const passers = judged.filter((one) => one.decision.passes).map((one) => one.ranked);
  const winner = winnerAmong(passers, view, policy, shiftOf);
  const king = view.king;
  const kingWhy = king === null ? null : disqualifiedWhy(king, klStanding(king, kingShift, policy), policy);
  const out = { king: kingWhy !== null, challengers: decisions.map((one) => one.disqualified !== null) };
  const openUids = winner === null ? openTargets(view, policy, out) : [];
  const outcome: Outcome =
    winner !== null
      ? { winnerUid: winner.winnerUid, kind: 'duel', noWinner: null }
      : withoutPasser(view, policy, out);
  const unknown = tiesUnknown(passers, view);
  const target = openUids.length > 0 ? null : (outcome.winnerUid ?? outcome.noWinner?.uid ?? null);
  return {
    setting,
    winnerUid: outcome.winnerUid,
    reason: crownReason({
      outcome,
      winner,
      judged: decisions,
      king,
      kingWhy,
      tiesUnknown: unknown,
      openUids,
    }),
    expected: target === null ? [] : expectedWeights(target, policy, input.nUids),
    kind: outcome.kind,
    challengers: decisions,
    kingMeanKl: king?.meanKl ?? null,
    kingQuality: king?.quality.value ?? null,
    kingDisqualified: kingWhy,
    tieCluster: winner?.tieCluster ?? [],
    noWinner: outcome.noWinner,
    tiesUnknown: unknown,
    openUids,
  };
}
