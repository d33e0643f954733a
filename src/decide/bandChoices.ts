import { RecentCache } from '../domain/recentCache.js';
import type { Policy } from '../eras/defineEra.js';
import type { PairedMoments } from '../eras/pairedStats.js';
import { type CrownView, VIEWS_KEPT } from './crownView.js';
import { type Constraint, GROUND } from './differences.js';
import type { Duel } from './duel.js';
import { type KlStanding, klStanding } from './klStanding.js';
import type { Seat } from './measure.js';
import { duelWon } from './passing.js';
import { tiedAt } from './tieCluster.js';

/** One outcome that the noise can give to a gate, with the shifts that give it. */
export interface Choice<T> {
  readonly value: T;
  readonly needs: readonly Constraint[];
}

/** The first shift at which a statement holds that is false below and true above: no number lies between both ends. */
function turningPoint(holds: (shift: number) => boolean, below: number, above: number): number {
  let low = below;
  let high = above;
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle === low || middle === high) return high;
    if (holds(middle)) high = middle;
    else low = middle;
  }
}

/** x_node at least `least`, at most `most`. */
const atLeast = (node: number, least: number): Constraint => ({ a: GROUND, b: node, most: -least });
const atMost = (node: number, most: number): Constraint => ({ a: node, b: GROUND, most });

/** Standings that no noise changes. */
const SETTLED: Readonly<Record<KlStanding, readonly Choice<KlStanding>[]>> = {
  counts: [{ value: 'counts', needs: [] }],
  over: [{ value: 'over', needs: [] }],
  fraud: [{ value: 'fraud', needs: [] }],
  unscored: [{ value: 'unscored', needs: [] }],
};

/** Standings that a contender's mean KL takes while it moves by at most `half`. */
export function standingChoices(
  seat: Seat,
  node: number,
  half: number,
  policy: Policy,
): readonly Choice<KlStanding>[] {
  const lowest = klStanding(seat, -half, policy);
  const highest = klStanding(seat, half, policy);
  if (lowest === highest || seat.meanKl === null) return SETTLED[lowest];
  const fraud = policy.fraudKl - seat.meanKl;
  const over = policy.maxKl === null ? Infinity : policy.maxKl - seat.meanKl;
  const choices: Choice<KlStanding>[] = [];
  if (lowest === 'fraud') choices.push({ value: 'fraud', needs: [atMost(node, fraud)] });
  choices.push({
    value: 'counts',
    needs: [
      ...(lowest === 'fraud' ? [atLeast(node, fraud)] : []),
      ...(highest === 'over' ? [atMost(node, over)] : []),
    ],
  });
  if (highest === 'over') choices.push({ value: 'over', needs: [atLeast(node, over)] });
  return choices;
}

/** A duel that no noise changes. */
const WON: readonly Choice<boolean>[] = [{ value: true, needs: [] }];
export const LOST: readonly Choice<boolean>[] = [{ value: false, needs: [] }];

/** Whether a duel is won, while king and challenger each move by at most `half`. */
function duelChoices(
  duel: Duel | null,
  king: number,
  challenger: number,
  half: number,
  policy: Policy,
): readonly Choice<boolean>[] {
  const won = (shift: number) => duelWon(duel, shift, policy);
  const best = won(2 * half);
  if (best === won(-2 * half)) return best ? WON : LOST;
  const line = turningPoint(won, -2 * half, 2 * half);
  return [
    { value: true, needs: [{ a: challenger, b: king, most: -line }] },
    { value: false, needs: [{ a: king, b: challenger, most: line }] },
  ];
}

/** Whether two challengers are tied, while each moves by at most `half`: tied is one stretch, with an end on each side. */
function tieChoices(
  moments: PairedMoments | null,
  first: number,
  second: number,
  half: number,
  policy: Policy,
): readonly Choice<boolean>[] {
  const tied = (shift: number) => tiedAt(moments, policy, shift);
  const reach = 2 * half;
  const closest = moments === null ? 0 : Math.min(reach, Math.max(-reach, -moments.mean));
  if (!tied(closest)) return LOST;
  const below = tied(-reach);
  const above = tied(reach);
  const low = below ? -reach : turningPoint(tied, -reach, closest);
  const high = above ? reach : turningPoint((shift) => !tied(shift), closest, reach);
  const choices: Choice<boolean>[] = [
    {
      value: true,
      needs: [
        ...(below ? [] : [{ a: second, b: first, most: -low }]),
        ...(above ? [] : [{ a: first, b: second, most: high }]),
      ],
    },
  ];
  if (!below) choices.push({ value: false, needs: [{ a: first, b: second, most: low }] });
  if (!above) choices.push({ value: false, needs: [{ a: second, b: first, most: -high }] });
  return choices;
}

/** Variable of a challenger's shift; the king's is 1. */
export const KING_NODE = 1;
export const nodeOf = (position: number): number => position + 2;

/** Duels and ties of one view over one band: worked out once for all legal rules with the same test. */
export interface DuelChoices {
  readonly duel: (position: number) => readonly Choice<boolean>[];
  readonly tie: (a: number, b: number) => readonly Choice<boolean>[];
}

/** The rule's own answer to a missing list comes first. */
const NOT_TOLD: readonly Choice<boolean>[] = [
  { value: false, needs: [] },
  { value: true, needs: [] },
];

/** The validator had a list and did not publish it: a tie was told then, and cannot be now. */
const onlyClaimed = ({ challengers }: CrownView, position: number): boolean => {
  const contender = challengers[position]?.contender;
  return contender?.klPerPrompt === null && contender.claimed !== undefined;
};

interface Kept extends DuelChoices {
  readonly half: number;
  readonly policy: Policy;
}

const kept = new RecentCache<CrownView, Kept>(VIEWS_KEPT);

/** The choices of every duel and every pair of challengers; the last band that was asked for is kept. */
export function choicesOf(view: CrownView, policy: Policy, half: number): DuelChoices {
  const last = kept.get(view);
  const { alpha, minPairedPrompts } = policy;
  if (
    last !== undefined &&
    last.half === half &&
    last.policy.alpha === alpha &&
    last.policy.minPairedPrompts === minPairedPrompts
  )
    return last;
  const made = new Map<number, readonly Choice<boolean>[]>();
  const once = (key: number, make: () => readonly Choice<boolean>[]): readonly Choice<boolean>[] => {
    const known = made.get(key) ?? make();
    made.set(key, known);
    return known;
  };
  const count = view.challengers.length;
  const choices: Kept = {
    half,
    policy,
    duel: (i) => once(i, () => duelChoices(view.duels[i] ?? null, KING_NODE, nodeOf(i), half, policy)),
    tie: (a, b) =>
      once(count * (a + 1) + b, () =>
        onlyClaimed(view, a) || onlyClaimed(view, b)
          ? NOT_TOLD
          : tieChoices(view.between(a, b), nodeOf(a), nodeOf(b), half, policy),
      ),
  };
  kept.set(view, choices);
  return choices;
}
