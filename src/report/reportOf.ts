import type { ChainPass } from '../domain/hashChain.js';
import type { JournalView } from '../domain/journal.js';
import type { NoTexts, PromptTexts } from '../domain/promptTexts.js';
import { notReplayed } from './notReplayed.js';
import { reportRound } from './reportRound.js';
import type { ReportRound, ReportView } from './reportView.js';

/**
 * The rounds asked for, each from the first of `views` that finished it; a round that none finished is `not-replayed`.
 * Only a report of one round has figures of it.
 * @param rounds ascending, at least one
 * @param chainsOf the hash chains of a round; left out where they are not at hand
 * @param texts of the prompts of a single round
 */
export function reportOf(
  views: readonly JournalView[],
  rounds: readonly number[],
  chainsOf: (view: JournalView, roundId: number) => readonly ChainPass[] = () => [],
  texts?: PromptTexts | NoTexts,
): ReportView {
  const held = views.map((view) => new Map(view.results.map((result) => [result.roundId, result])));
  return {
    netuid: views[0]?.start.spec.netuid ?? 24,
    rounds: rounds.map((roundId): ReportRound => {
      const at = held.findIndex((results) => results.has(roundId));
      const [view, result] = [views[at], held[at]?.get(roundId)];
      if (view === undefined || result === undefined) return notReplayed(roundId);
      return reportRound(view, result, rounds.length === 1 ? chainsOf(view, roundId) : null, texts);
    }),
  };
}
