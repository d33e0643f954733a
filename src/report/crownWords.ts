import type { RoundResult } from '../domain/verdict.js';

/** Who holds the crown, in one word each: by the validators' rows, and by the rule on the replayed numbers. */
export interface CrownWords {
  readonly king: string;
  readonly claimed: string;
  readonly replayed: string;
  /** The rows crown another UID than the king of the round. */
  readonly moved: boolean;
}

const wordOf = (uid: number | null, king: number | undefined): string =>
  uid === null ? 'none' : uid === king ? 'held' : `u${uid}`;

/** What the rule gives; noise and legal settings never become a UID. */
const replayedWord = (result: RoundResult): string => {
  if (result.verdict === 'inconclusive') return 'either';
  if (result.verdict === 'policy-split') return 'split';
  const [decision] = result.decisions;
  if (decision === undefined || result.verdict === 'unverifiable' || result.verdict === 'not-replayed')
    return '-';
  return wordOf(decision.winnerUid, result.king?.uid);
};

/** The crown of a round in words; of a round without a result, dashes. */
export const crownWords = (result: RoundResult | null): CrownWords =>
  result === null
    ? { king: '-', claimed: '-', replayed: '-', moved: false }
    : {
        king: result.king === null ? '-' : `u${result.king.uid}`,
        claimed: result.claimedUid === null ? '-' : wordOf(result.claimedUid, result.king?.uid),
        replayed: replayedWord(result),
        moved: result.claimedUid !== null && result.claimedUid !== result.king?.uid,
      };
