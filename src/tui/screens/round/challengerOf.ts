import type { ChallengerResult, RoundResult } from '../../../domain/verdict.js';
import { orderChallengers } from '../../../report/roundRow.js';
import type { AppState } from '../../state/app.js';

/** The challenger that the tabs of a round are about, and its place among all, best lower bound first. */
export const challengerOf = (
  state: AppState,
  result: RoundResult,
): {
  readonly challenger: ChallengerResult | null;
  readonly place: { readonly at: number; readonly of: number };
} => {
  const ordered = orderChallengers(result);
  const at = Math.min(state.round.challenger, Math.max(0, ordered.length - 1));
  return { challenger: ordered[at] ?? null, place: { at, of: ordered.length } };
};
