import type { Gate, PairedDuel } from '../domain/duel.js';
import type { Uid } from '../domain/identity.js';
import { RecentCache } from '../domain/recentCache.js';
import type { Policy } from '../eras/defineEra.js';
import type { LegalRules } from '../eras/legalRules.js';
import type { ChallengerDecision, CrownDecision, CrownInput } from './crownInput.js';
import { type Outcome, openTargets, withoutPasser } from './crownOutcome.js';
import { crownReason } from './crownReason.js';
import { type CrownView, crownView, VIEWS_KEPT } from './crownView.js';
import { expectedWeights } from './expectedWeights.js';
import { duelGates, klGates, qualityGates } from './gates.js';
import { disqualifiedWhy, type KlStanding, klStanding } from './klStanding.js';
import type { Seat } from './measure.js';
import { type KeptByRules, oncePerRules } from './oncePerRules.js';
import { pairedDuel } from './pairedTest.js';
import { kingCounts } from './passing.js';
import { clusterWinner, type PlacedRank, type RoundWinner, rankOf, tiedAt } from './tieCluster.js';

/** Nats added to the mean KL of a contender, by UID: how the noise band is walked. */
export type KlShifts = ReadonlyMap<Uid, number>;

const NO_SHIFTS: KlShifts = new Map();

/** A challenger with its gates, those of its mean KL without their limits, and as it is ranked should it pass. */
interface Judged {
  readonly seat: Seat;
  readonly standing: KlStanding;
  /** Moved by the shift. */
  readonly meanKl: number | null;
  readonly duelGates: readonly Gate[];
  readonly qualityGates: readonly Gate[];
  readonly duel: PairedDuel | null;
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
  return {
    seat,
    standing: klStanding(seat, shifts.own, policy),
    meanKl,
    duelGates: duelGates({ policy, n, test }),
    qualityGates: qualityGates({
      policy,
      quality: seat.quality.value,
      kingQuality: view.king?.quality.value ?? null,
    }),
    duel: view.king === null ? null : pairedDuel(seat.contender.uid, n, test),
    ranked: rankOf(seat, position, test?.meanDelta ?? null, meanKl),
  };
}

/** A challenger as it is shown under limits that make the same of its mean KL. */
function shown(judged: Judged, policy: Policy): ChallengerDecision {
  const { seat, standing, meanKl, duel } = judged;
  const { listed } = seat;
  const gates = judged.duelGates.concat(klGates({ policy, meanKl, standing, listed }), judged.qualityGates);
  return {
    uid: seat.contender.uid,
    gates,
    passes: gates.every((gate) => gate.ok),
    duel,
    meanKl: seat.meanKl,
    quality: seat.quality.value,
    qualityAxes: seat.quality.axes,
    disqualified: disqualifiedWhy(seat, standing, policy),
  };
}

/** Challengers as they are shown, by the limits of the mean KL: rules that share a crown mostly share those too. */
type ShownByLimits = Map<string, readonly ChallengerDecision[]>;

function shownOnce(
  judged: readonly Judged[],
  policy: Policy,
  byLimits: ShownByLimits,
): readonly ChallengerDecision[] {
  const limits = `${policy.maxKl} ${policy.fraudKl}`;
  const known = byLimits.get(limits);
  if (known !== undefined) return known;
  const made = judged.map((one) => shown(one, policy));
  byLimits.set(limits, made);
  return made;
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

/** A crown before it is said under which limits of the mean KL, and by which row. */
interface Crown {
  readonly king: { readonly seat: Seat; readonly standing: KlStanding } | null;
  readonly judged: readonly Judged[];
  readonly byLimits: ShownByLimits;
  readonly winner: RoundWinner | null;
  readonly outcome: Outcome;
  readonly openUids: readonly (Uid | null)[];
  readonly tiesUnknown: boolean;
  readonly reason: string;
}

function crownOf(view: CrownView, policy: Policy, shifts: KlShifts): Crown {
  const { king } = view;
  const shiftOf = (uid: Uid) => shifts.get(uid) ?? 0;
  const kingShift = king === null ? 0 : shiftOf(king.contender.uid);
  const judged = view.challengers.map(({ contender }, i) =>
    judgeChallenger(view, i, policy, { king: kingShift, own: shiftOf(contender.uid) }),
  );
  const byLimits: ShownByLimits = new Map();
  const decisions = shownOnce(judged, policy, byLimits);
  const passers = judged.filter((_, i) => decisions[i]?.passes).map((one) => one.ranked);
  const winner = winnerAmong(passers, view, policy, shiftOf);
  const seated = king === null ? null : { seat: king, standing: klStanding(king, kingShift, policy) };
  const kingWhy = seated === null ? null : disqualifiedWhy(seated.seat, seated.standing, policy);
  const out = { king: kingWhy !== null, challengers: decisions.map((one) => one.disqualified !== null) };
  const openUids = winner === null ? openTargets(view, policy, out) : [];
  const outcome: Outcome =
    winner !== null
      ? { winnerUid: winner.winnerUid, kind: 'duel', noWinner: null }
      : withoutPasser(view, policy, out);
  const unknown = tiesUnknown(passers, view);
  return {
    king: seated,
    judged,
    byLimits,
    winner,
    outcome,
    openUids,
    tiesUnknown: unknown,
    reason: crownReason({
      outcome,
      winner,
      judged: decisions,
      king,
      kingWhy,
      tiesUnknown: unknown,
      openUids,
    }),
  };
}

const crowns: KeptByRules<Crown> = new RecentCache(VIEWS_KEPT);

/** The crown of the scores as they are, shared by rules whose limits make the same of every seat. */
function plainCrown(view: CrownView, policy: Policy): Crown {
  let standings = view.king ? klStanding(view.king, 0, policy) : '';
  for (const seat of view.challengers) standings += klStanding(seat, 0, policy).charAt(0);
  return oncePerRules(crowns, view, policy, standings, () => crownOf(view, policy, NO_SHIFTS));
}

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
  shifts?: KlShifts,
): CrownDecision {
  const view = crownView(input, policy);
  const { king, judged, byLimits, winner, outcome, openUids, tiesUnknown, reason } = shifts
    ? crownOf(view, policy, shifts)
    : plainCrown(view, policy);
  const target = openUids.length > 0 ? null : (outcome.winnerUid ?? outcome.noWinner?.uid ?? null);
  return {
    setting,
    winnerUid: outcome.winnerUid,
    reason,
    expected: target === null ? [] : expectedWeights(target, policy, input.nUids),
    kind: outcome.kind,
    challengers: shownOnce(judged, policy, byLimits),
    kingMeanKl: king?.seat.meanKl ?? null,
    kingQuality: king?.seat.quality.value ?? null,
    kingDisqualified: king === null ? null : disqualifiedWhy(king.seat, king.standing, policy),
    tieCluster: winner?.tieCluster ?? [],
    noWinner: outcome.noWinner,
    tiesUnknown,
    openUids,
  };
}
