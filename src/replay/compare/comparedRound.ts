import type { Uid } from '../../domain/identity.js';
import type { ScoreAgreement, Verdict } from '../../domain/verdict.js';

/** What one side says of a round. */
export interface SideOutcome {
  readonly winnerUid: Uid | null;
  /** Whom the row pays: the winner, or the fallback of a round without a king. */
  readonly paidUid: Uid | null;
  readonly reason: string;
  /** Of a replay; null of rules that were tried. */
  readonly verdict: Verdict | null;
}

/** A difference with its interval: mean +- 1.96 standard errors, nats per position. */
export interface PairedInterval {
  readonly uid: Uid;
  /** `duel`: king minus challenger on one side's text. `scores`: scores of side B minus those of side A. */
  readonly of: 'duel' | 'scores';
  readonly n: number;
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

const ERRORS = 1.96;

/** Interval of a mean from its standard error. */
export const meanInterval = (mean: number, se: number): Pick<PairedInterval, 'mean' | 'low' | 'high'> => ({
  mean,
  low: mean - ERRORS * se,
  high: mean + ERRORS * se,
});

/** One round under both sides; null where a side cannot be told, with the reason in `why`. */
export interface ComparedRound {
  readonly roundId: number;
  readonly a: SideOutcome | null;
  readonly b: SideOutcome | null;
  /** Whether another UID is crowned or paid; null when one side cannot be told. */
  readonly changed: boolean | null;
  /** First gate or step by which they part; null when they do not. */
  readonly gate: string | null;
  readonly intervals: readonly PairedInterval[];
  /** Levels of agreement of two replays' scores; null for rules. */
  readonly agreement: ScoreAgreement | null;
  /** What both sides rest on: replayed scores, or numbers that a validator published. */
  readonly basis: 'replayed' | 'published' | null;
  readonly why: string | null;
}

export const notCompared = (roundId: number, why: string): ComparedRound => ({
  roundId,
  a: null,
  b: null,
  changed: null,
  gate: null,
  intervals: [],
  agreement: null,
  basis: null,
  why,
});
