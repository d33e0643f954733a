import type { Verdict } from '../../domain/verdict.js';
import type { RowStatus } from '../../domain/weights.js';

/** Which characters a figure may use. `ascii`: bytes 0x20 to 0x7e only. */
export type Charset = 'unicode' | 'ascii';

export interface Mark {
  readonly word: string;
  readonly unicode: string;
  readonly ascii: string;
  /** One line for the legend. */
  readonly meaning: string;
}

/**
 * Mark, word and meaning of each verdict, in the order of the totals: what a reader looks for first. Meaning is never
 * carried by colour alone.
 */
export const VERDICT_MARKS: Readonly<Record<Verdict, Mark>> = {
  confirmed: { word: 'confirmed', unicode: '✓', ascii: '=', meaning: 'the rule gives the same crown' },
  consistent: {
    word: 'consistent',
    unicode: '○',
    ascii: 'o',
    meaning: 'the same so far; too little checked',
  },
  'wrong-crown': {
    word: 'wrong crown',
    unicode: '✗',
    ascii: 'X',
    meaning: 'another crown, beyond all noise',
  },
  'policy-split': { word: 'policy split', unicode: '◇', ascii: 'p', meaning: 'legal settings disagree' },
  inconclusive: { word: 'inconclusive', unicode: '≈', ascii: '~', meaning: 'the noise covers the line' },
  unverifiable: { word: 'unverifiable', unicode: '!', ascii: '!', meaning: 'an input or the era is missing' },
  'not-replayed': { word: 'not replayed', unicode: '·', ascii: '.', meaning: 'nobody has looked yet' },
};

export const VERDICTS = Object.keys(VERDICT_MARKS) as readonly Verdict[];

/** Mark and word of the status of a validator's row. */
export const STATUS_MARKS: Readonly<Record<RowStatus, Mark>> = {
  differs: { word: 'differs', unicode: '✗', ascii: 'X', meaning: 'another row than the rule gives' },
  equal: { word: 'equal', unicode: '✓', ascii: '=', meaning: 'the row that the rule gives' },
  policy: { word: 'policy', unicode: '◇', ascii: 'p', meaning: 'right under another legal setting' },
  stale: { word: 'stale', unicode: 's', ascii: 's', meaning: 'decided in an earlier round' },
  fallback: { word: 'fallback', unicode: 'f', ascii: 'f', meaning: 'all weight on the fallback UID' },
  unset: { word: 'unset', unicode: '-', ascii: '-', meaning: 'no row was ever set' },
  hidden: { word: 'hidden', unicode: 'h', ascii: 'h', meaning: 'committed, not revealed yet' },
  zeroed: { word: 'zeroed', unicode: 'z', ascii: 'z', meaning: 'the chain put 0 at a replaced UID' },
};

export const STATUSES = Object.keys(STATUS_MARKS) as readonly RowStatus[];

/** A crown that moved in this round. */
export const MOVED_MARK: Mark = { word: 'moved', unicode: '▲', ascii: '^', meaning: 'the crown moved' };

/** The king of the round comes from a wrong crown: the verdict holds only under that condition. */
export const CONDITIONAL_MARK: Mark = {
  word: 'conditional',
  unicode: '*',
  ascii: '*',
  meaning: 'the king here comes from a wrong crown',
};
