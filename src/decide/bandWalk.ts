import { isAbsent } from '../domain/absent.js';
import { flatMap } from '../domain/flatMap.js';
import type { Uid } from '../domain/identity.js';
import type { Policy } from '../eras/defineEra.js';
import {
  type Choice,
  choicesOf,
  type DuelChoices,
  KING_NODE,
  LOST,
  nodeOf,
  standingChoices,
} from './bandChoices.js';
import { kinglessTarget, openTargets, withoutPasser } from './crownOutcome.js';
import type { CrownView } from './crownView.js';
import { type Bounds, boxOf, narrowedBy } from './differences.js';
import { barred, type KlStanding } from './klStanding.js';
import type { Seat } from './measure.js';
import { kingCountsAs, passesBesideKl } from './passing.js';
import { possibleWinners } from './possibleWinners.js';
import { rankOf } from './tieCluster.js';

/** Combinations of outcomes that are looked at one by one; with more, everybody is taken who can win at all. */
const MOST_COMBINATIONS = 512;
/** From here on it pays to know who can win at all: when all of them are found nothing more can be. */
const ASK_AFTER = 32;
/** Combinations of disqualifications that are looked at without regard to the shifts that they need. */
const MOST_BARRED = 256;

/** What the noise can do to one challenger. */
interface Seated {
  readonly seat: Seat;
  readonly standings: readonly Choice<KlStanding>[];
  /** Lost whatever the noise does, where a gate that no noise moves is failed. */
  readonly duels: readonly Choice<boolean>[];
}

type KingChoice = Choice<KlStanding | null>;

interface Walk {
  readonly view: CrownView;
  readonly policy: Policy;
  readonly half: number;
  readonly kings: readonly KingChoice[];
  readonly seated: readonly Seated[];
  readonly choices: DuelChoices;
  readonly found: Set<Uid | null>;
  /** Standing of each challenger and ties of pairs in the combination that is being put together. */
  readonly standings: KlStanding[];
  readonly ties: boolean[];
  looked: number;
  /** Set when nothing more can be found, or when too many combinations were looked at. */
  over: boolean;
  everybody: ReadonlySet<Uid | null> | null;
}

/**
 * Winners of a round, and targets of a round without one, over every combination of shifts in the band: the mean KL of
 * each contender moves by at most `half`, each on its own, standard errors unchanged. Gates are monotone in the shifts,
 * so that each has one line; the lines cut the box into cells, and a cell is looked at when numbers exist that lie in
 * it (difference constraints). Nothing between two points of a grid is missed, and a wider band only has more cells.
 * Past `MOST_COMBINATIONS` cells everybody is taken who can win at all, which is never fewer. In a box of size 0 the
 * undisturbed winner comes first.
 */
export function bandWalk(view: CrownView, policy: Policy, half: number): ReadonlySet<Uid | null> {
  const choices = choicesOf(view, policy, half);
  const walk: Walk = {
    view,
    policy,
    half,
    kings:
      view.king === null ? [{ value: null, needs: [] }] : standingChoices(view.king, KING_NODE, half, policy),
    seated: view.challengers.map((seat, position) => seatedOf(view, seat, position, policy, half, choices)),
    choices,
    found: new Set(),
    standings: [],
    ties: [],
    looked: 0,
    over: false,
    everybody: null,
  };
  const box = boxOf(view.challengers.length + 1, half);
  for (const king of walk.kings) {
    const bounds = narrowedBy(box, king.needs);
    if (bounds !== null) walkFrom(walk, 0, bounds, king.value, []);
  }
  return walk.looked > MOST_COMBINATIONS ? new Set([...walk.found, ...everybodyPossible(walk)]) : walk.found;
}

function seatedOf(
  view: CrownView,
  seat: Seat,
  position: number,
  policy: Policy,
  half: number,
  choices: DuelChoices,
): Seated {
  const all = standingChoices(seat, nodeOf(position), half, policy);
  const matters = seat.listed === null && seat.composite !== null;
  return {
    seat,
    standings: matters ? all : all.slice(0, 1).map(({ value }) => ({ value, needs: [] })),
    duels: passesBesideKl(seat, view.king, policy) ? choices.duel(position) : LOST,
  };
}

function walkFrom(
  walk: Walk,
  position: number,
  bounds: Bounds,
  king: KlStanding | null,
  passers: readonly number[],
): void {
  const one = walk.seated[position];
  if (one === undefined) {
    if (passers.length === 0) found(walk, fallTargetsAt(walk, king, walk.standings));
    else walkTies(walk, bounds, passers, pairsOf(passers), 0);
    return;
  }
  for (const standing of one.standings) {
    const inside = walk.over ? null : narrowedBy(bounds, standing.needs);
    if (inside === null) continue;
    walk.standings[position] = standing.value;
    const open = standing.value === 'counts' && kingCountsAs(walk.view.king, king);
    for (const duel of open ? one.duels : LOST) {
      const here = walk.over ? null : narrowedBy(inside, duel.needs);
      if (here !== null)
        walkFrom(walk, position + 1, here, king, duel.value ? [...passers, position] : passers);
    }
  }
}

/** One combination is settled: these can win in it. */
function found(walk: Walk, winners: readonly (Uid | null)[]): void {
  for (const uid of winners) walk.found.add(uid);
  walk.looked += 1;
  if (walk.looked === ASK_AFTER) walk.everybody = everybodyPossible(walk);
  const all = walk.everybody !== null && walk.found.size >= walk.everybody.size;
  if (all || walk.looked > MOST_COMBINATIONS) walk.over = true;
}

/** Without a passer: one target, or those that a last king which was not captured leaves open, the one without it first. */
function fallTargetsAt(
  { view, policy }: Walk,
  king: KlStanding | null,
  standings: readonly KlStanding[],
): readonly (Uid | null)[] {
  const out = {
    king: view.king !== null && (view.king.listed !== null || (king !== null && barred(king))),
    challengers: view.challengers.map(
      (seat, i) => seat.listed !== null || barred(standings[i] as KlStanding),
    ),
  };
  const open = openTargets(view, policy, out);
  if (open.length > 0) return open;
  const outcome = withoutPasser(view, policy, out);
  return [outcome.winnerUid ?? outcome.noWinner?.uid ?? null];
}

type Pair = readonly [number, number];

const pairsOf = (passers: readonly number[]): Pair[] =>
  flatMap(passers, (a, i) => passers.slice(i + 1).map((b): Pair => [a, b]));

/** Settles the ties of the passers pair by pair. */
function walkTies(
  walk: Walk,
  bounds: Bounds,
  passers: readonly number[],
  pairs: readonly Pair[],
  at: number,
): void {
  const pair = pairs[at];
  if (pair === undefined) {
    found(walk, winnersWith(walk, passers));
    return;
  }
  const [a, b] = pair;
  for (const choice of walk.choices.tie(a, b)) {
    const inside = walk.over ? null : narrowedBy(bounds, choice.needs);
    if (inside === null) continue;
    walk.ties[tieAt(walk, a, b)] = choice.value;
    walkTies(walk, inside, passers, pairs, at + 1);
  }
}

const tieAt = ({ seated }: Walk, a: number, b: number): number =>
  Math.min(a, b) * seated.length + Math.max(a, b);

function winnersWith(walk: Walk, passers: readonly number[]): Uid[] {
  const { view, half } = walk;
  const ranked = passers.map((position) => {
    const seat = view.challengers[position] as Seat;
    return rankOf(seat, position, view.duels[position]?.at(0)?.meanDelta ?? null, seat.meanKl);
  });
  return possibleWinners(ranked, (a, b) => walk.ties[tieAt(walk, a.position, b.position)] ?? false, half);
}

/** Everybody who can win at all, whatever shifts it takes. */
function everybodyPossible(walk: Walk): Set<Uid | null> {
  const { view, seated, kings } = walk;
  const all = new Set<Uid | null>();
  const counting = kings.map((one) => kingCountsAs(view.king, one.value));
  const always = ({ standings, duels }: Seated) =>
    standings.every((one) => one.value === 'counts') && duels.every((one) => one.value);
  for (const one of seated) {
    const can = one.standings.some(({ value }) => value === 'counts') && one.duels.some(({ value }) => value);
    if (can && counting.includes(true)) all.add(one.seat.contender.uid);
  }
  if (!counting.includes(false) && seated.some(always)) return all;
  for (const uid of fallTargets(walk)) all.add(uid);
  return all;
}

/** Targets without a passer, over every combination of disqualifications; past a limit everybody that is eligible. */
function fallTargets(walk: Walk): Set<Uid | null> {
  const { view, seated, kings } = walk;
  let size = kings.length;
  for (const one of seated) size *= one.standings.length;
  if (size > MOST_BARRED) {
    const isOpen = isAbsent(view.input.localKingUid);
    const uids = flatMap([view.king, view.priorKing, ...view.challengers], (one) =>
      one === null || (one.composite === null && !isOpen) ? [] : [one.contender.uid],
    );
    if (isOpen) return new Set<Uid | null>([...uids, null, kinglessTarget(view, walk.policy).uid]);
    const nobody = kinglessTarget(view, walk.policy).uid;
    return new Set<Uid | null>([...uids, ...(view.king === null ? [] : [view.king.contender.uid]), nobody]);
  }
  const targets = new Set<Uid | null>();
  const put = (position: number, king: KlStanding | null, standings: readonly KlStanding[]): void => {
    const one = seated[position];
    if (one === undefined) for (const uid of fallTargetsAt(walk, king, standings)) targets.add(uid);
    else for (const { value } of one.standings) put(position + 1, king, [...standings, value]);
  };
  for (const { value } of kings) put(0, value, []);
  return targets;
}
