import type { JournalView } from '../domain/journal.js';
import type { ChallengerResult, RoundResult, Verdict } from '../domain/verdict.js';
import { crownWords } from './crownWords.js';

/** One round of one snapshot, with the replay that says most about it. */
export interface RoundRow {
  /** Snapshot digest and round: stays the same while rows come and go. */
  readonly key: string;
  readonly roundId: number;
  readonly replay: JournalView;
  /** Null while no replay has finished the round. */
  readonly result: RoundResult | null;
  readonly verdict: Verdict;
  readonly conditional: boolean;
  /** The validators' rows crown another UID than the king of the round. */
  readonly moved: boolean;
  readonly king: string;
  readonly claimed: string;
  readonly replayed: string;
}

const rowOf = (replay: JournalView, roundId: number, result: RoundResult | null): RoundRow => ({
  key: `${replay.start.spec.snapshot.digest}/${roundId}`,
  roundId,
  replay,
  result,
  verdict: result?.verdict ?? 'not-replayed',
  conditional: result?.conditional ?? false,
  ...crownWords(result),
});

/**
 * One row per round and snapshot, ascending by round. A result wins over none, a sealed replay over an open one, a later
 * replay over an earlier one.
 * @param views oldest first
 */
export const collectRounds = (views: readonly JournalView[]): RoundRow[] => {
  const best = new Map<string, { row: RoundRow; rank: number }>();
  for (const replay of views) {
    const results = new Map(replay.results.map((result) => [result.roundId, result]));
    for (const roundId of new Set([...replay.start.spec.rounds, ...results.keys()])) {
      const result = results.get(roundId) ?? null;
      const rank = (result === null ? 0 : 2) + (replay.sealed ? 1 : 0);
      const row = rowOf(replay, roundId, result);
      const known = best.get(row.key);
      if (known === undefined || rank >= known.rank) best.set(row.key, { row, rank });
    }
  }
  return [...best.values()]
    .map(({ row }) => row)
    .sort((a, b) => a.roundId - b.roundId || (a.key < b.key ? -1 : 1));
};

/** Challengers, best lower bound first; those without one last, by UID. */
export const orderChallengers = (result: RoundResult): readonly ChallengerResult[] => {
  const bound = (one: ChallengerResult): number =>
    one.replayed?.lcb ?? one.claimed?.lcb ?? Number.NEGATIVE_INFINITY;
  return [...result.challengers].sort((a, b) => {
    const [first, second] = [bound(a), bound(b)];
    return first === second ? a.uid - b.uid : second > first ? 1 : -1;
  });
};
