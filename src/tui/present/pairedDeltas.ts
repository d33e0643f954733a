import type { JournalView } from '../../domain/journal.js';
import { pairedScores } from '../../report/pairedScores.js';

export interface PairedDeltas {
  /** King minus challenger per prompt, nats per position: positive means that the challenger is better. */
  readonly deltas: readonly number[];
  /** Digest of the teacher text on which both were scored. */
  readonly capture: string;
}

/** The replayed differences of a duel; null when no text has values of both. */
export const pairedDeltas = (
  view: Pick<JournalView, 'scores' | 'plans'>,
  roundId: number,
  kingUid: number,
  challengerUid: number,
): PairedDeltas | null => {
  const paired = pairedScores(view, roundId, kingUid, challengerUid);
  if (paired === null) return null;
  const deltas = paired.king.map((kl, at) => kl - (paired.challenger[at] as number));
  return { deltas, capture: paired.capture };
};
