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
function compositePick(view: CrownView, policy: Policy, barred: Barred): Uid | null {
  const { king, challengers, priorKing, input } = view;
  const pool = challengers.map((one, i) => candidateOf(one, barred.challengers[i] ?? false));
  if (king !== null) pool.push(candidateOf(king, barred.king));
  if (priorKing !== null) pool.push(candidateOf(priorKing, priorKing.listed !== null));
  return selectByComposite(pool, input.localKingUid ?? input.king?.uid ?? null, policy);
}

/** The crown of a round in which nobody passes both gates (rule: final order, docs/methodology.md). */
export function withoutPasser(view: CrownView, policy: Policy, barred: Barred): Outcome {
  const { king } = view;
  const incumbent = king?.contender.uid ?? null;
  const { winnerUid } = fallThrough({
    roundWinner: null,
    compositePick: compositePick(view, policy, barred),
    incumbent,
    incumbentHasComposite: king !== null && king.composite !== null,
    incumbentDisqualified: king !== null && barred.king,
    incumbentHolds: king !== null && holds(barred.king, king.quality, policy),
  });
  if (winnerUid === null) return { winnerUid, kind: 'kingless', noWinner: kinglessTarget(view, policy) };
  return { winnerUid, kind: winnerUid === incumbent ? 'held' : 'no-duel', noWinner: null };
}

/**
 * Whom a round without a king pays: its incumbent failed the hold check, so that the first step is blank. Where the
 * order goes on to a validator's own settings, none is named.
 */
export const kinglessTarget = ({ input }: CrownView, policy: Policy): NoWinnerTarget =>
  noWinnerTarget({
    incumbentUid: null,
    localKingUid: input.localKingUid,
    sharedFallbackUid: policy.noWinnerUid,
    nUids: input.nUids,
  });
