import { RecentCache } from '../domain/recentCache.js';
import type { Policy } from '../eras/defineEra.js';
import { momentsOf, type PairedMoments } from '../eras/pairedStats.js';
import type { CrownComposite, CrownContender, CrownInput } from './crownInput.js';
import { drawnWithin } from './drawnWithin.js';
import { claimedDuel, type Duel, listDuel } from './duel.js';
import { type MeasurePolicy, measure, type Seat } from './measure.js';

/** Everything of a round that does not depend on an operator's limits: worked out once for all legal rules. */
export interface CrownView {
  readonly input: CrownInput;
  readonly king: Seat | null;
  readonly challengers: readonly Seat[];
  /** A last king of the validator that was not seated: it stands in the selector's pool. */
  readonly priorKing: Seat | null;
  /** King against each challenger, in their order; null where one side has no scores. */
  readonly duels: readonly (Duel | null)[];
  /** Challenger against challenger, by their positions; null where a list is missing or empty. */
  readonly between: (i: number, j: number) => PairedMoments | null;
}

type ViewPolicy = MeasurePolicy & Pick<Policy, 'prompts' | 'lcbErrors'>;

function duelOf(king: Seat | null, challenger: Seat, policy: ViewPolicy): Duel | null {
  if (king === null) return null;
  if (king.kl !== null && challenger.kl !== null) {
    const moments = momentsOf(king.kl, challenger.kl);
    return moments === null ? null : listDuel(moments, policy.lcbErrors);
  }
  const { claimed } = challenger.contender;
  if (claimed === undefined) return null;
  const prompts = Math.min(king.contender.claimed?.prompts ?? 0, claimed.prompts ?? 0);
  return claimedDuel(claimed.test, prompts, policy.lcbErrors);
}

function makeView(input: CrownInput, within: number, policy: ViewPolicy): CrownView {
  const of = (one: CrownContender, stored: CrownComposite | null = null) =>
    measure(one, stored, input, within, policy);
  const king = input.king === null ? null : of(input.king, input.storedKingComposite);
  const challengers = input.challengers.map((one) => of(one));
  const prior = input.priorKing ?? null;
  const seated = prior !== null && [input.king, ...input.challengers].some((one) => one?.uid === prior.uid);
  const pairs = new Map<number, PairedMoments | null>();
  return {
    input,
    king,
    challengers,
    priorKing: prior === null || seated ? null : of(prior),
    duels: challengers.map((one) => duelOf(king, one, policy)),
    between: (i, j) => {
      const key = i * challengers.length + j;
      const known = pairs.get(key);
      if (known !== undefined) return known;
      const moments = momentsOf(challengers[i]?.kl ?? null, challengers[j]?.kl ?? null);
      pairs.set(key, moments);
      return moments;
    },
  };
}

interface Made {
  readonly policy: ViewPolicy;
  readonly within: number;
  readonly view: CrownView;
}

/** A round is decided on a few captured texts, whole and cut short, in one or two KL modes. */
export const VIEWS_KEPT = 8;

const views = new RecentCache<CrownInput, Made[]>(VIEWS_KEPT);

const sameReading = (a: ViewPolicy, b: ViewPolicy): boolean =>
  a.axisWeights === b.axisWeights && a.relativeAxes === b.relativeAxes && a.lcbErrors === b.lcbErrors;

/**
 * The view of a round under a policy. A round is decided under many legal rules that differ only in their limits, so
 * that lists, tests and qualities are kept by input; inputs are never changed.
 */
export function crownView(input: CrownInput, policy: ViewPolicy): CrownView {
  const made = views.get(input) ?? [];
  for (const one of made)
    if (one.policy.prompts === policy.prompts && sameReading(one.policy, policy)) return one.view;
  const within = drawnWithin(input.drawIndex, policy.prompts);
  const alike = made.find((one) => one.within === within && sameReading(one.policy, policy));
  const view = alike?.view ?? makeView(input, within, policy);
  made.push({ policy, within, view });
  views.set(input, made);
  return view;
}
