import { isAbsent } from '../domain/absent.js';
import type { Uid } from '../domain/identity.js';
import type { Policy } from '../eras/defineEra.js';
import type { CrownKind } from './crownInput.js';
import type { CrownView } from './crownView.js';
import { fallThrough } from './fallThrough.js';
import { holds } from './holdCheck.js';
import type { Seat } from './measure.js';
import { type NoWinnerTarget, noWinnerTarget } from './noWinnerTarget.js';
import { type SelectorCandidate, selectByComposite } from './selector.js';

/** Who is disqualified in a round: all that the crown without a passer reads beside the composites. */
export interface Barred {
  readonly king: boolean;
  /** By position of the challenger. */
  readonly challengers: readonly boolean[];
}

export interface Outcome {
  readonly winnerUid: Uid | null;
  readonly kind: CrownKind;
  /** Whom a round without a winner pays; null when there is one. */
  readonly noWinner: NoWinnerTarget | null;
}

/** A seat as the selector sees it. */
export const candidateOf = (
  { contender, composite, quality }: Seat,
  disqualified: boolean,
): SelectorCandidate => ({
  uid: contender.uid,
  worst: composite?.worst ?? null,
  weighted: composite?.weighted ?? null,
  quality: quality.value,
  qualityAxes: quality.axes,
  nAxes: composite?.nAxes ?? 0,
  version: composite?.version ?? null,
  disqualified,
});

/** Whom the selector prefers among the round's participants and a last king that was not seated. */
function compositePick(view: CrownView, policy: Policy, barred: Barred, lastKing: Uid | null): Uid | null {
  const { king, challengers, priorKing, input } = view;
  const pool = challengers.map((one, i) => candidateOf(one, barred.challengers[i] ?? false));
  if (king !== null) pool.push(candidateOf(king, barred.king));
  if (priorKing !== null) pool.push(candidateOf(priorKing, priorKing.listed !== null));
  return selectByComposite(pool, lastKing ?? input.king?.uid ?? null, policy);
}

/** The validator's own last king where it is known; where it is not, the decision that is shown is the one without any. */
const knownLast = ({ input: { localKingUid } }: CrownView): Uid | null =>
  isAbsent(localKingUid) ? null : localKingUid;

/** The crown of a round in which nobody passes both gates (rule: final order, docs/methodology.md). */
export function withoutPasser(
  view: CrownView,
  policy: Policy,
  barred: Barred,
  lastKing: Uid | null = knownLast(view),
): Outcome {
  const { king } = view;
  const incumbent = king?.contender.uid ?? null;
  const { winnerUid } = fallThrough({
    roundWinner: null,
    compositePick: compositePick(view, policy, barred, lastKing),
    incumbent,
    incumbentHasComposite: king !== null && king.composite !== null,
    incumbentDisqualified: king !== null && barred.king,
    incumbentHolds: king !== null && holds(barred.king, king.quality, policy),
  });
  if (winnerUid === null)
    return { winnerUid, kind: 'kingless', noWinner: kinglessTarget(view, policy, lastKing) };
  return { winnerUid, kind: winnerUid === incumbent ? 'held' : 'no-duel', noWinner: null };
}

/**
 * Whom a round without a king pays: its incumbent failed the hold check, so that the first step is blank. Where the
 * order goes on to a validator's own settings, none is named.
 */
export const kinglessTarget = (
  view: CrownView,
  policy: Policy,
  lastKing: Uid | null = knownLast(view),
): NoWinnerTarget =>
  noWinnerTarget({
    incumbentUid: null,
    localKingUid: lastKing,
    sharedFallbackUid: policy.noWinnerUid,
    nUids: view.input.nUids,
  });

/**
 * Whom the weight may go to in a round without a passer, by every last king that a validator may have had whose record
 * of it was not captured: none, somebody of the round, or somebody who stands in the selector's pool with a record that
 * is not known (null). Empty where that king is known, and where the incumbent holds, which keeps the crown in any case.
 */
export function openTargets(view: CrownView, policy: Policy, barred: Barred): readonly (Uid | null)[] {
  const { king, challengers, input } = view;
  if (!isAbsent(input.localKingUid)) return [];
  if (king !== null && holds(barred.king, king.quality, policy)) return [];
  const seats = [...(king === null ? [] : [king]), ...challengers];
  const found = [null, ...seats.map((one) => one.contender.uid)].map((lastKing) => {
    const { winnerUid, noWinner } = withoutPasser(view, policy, barred, lastKing);
    return winnerUid ?? noWinner?.uid ?? null;
  });
  return [...new Set([...found, null])];
}
