import type { RowStatus } from '../../domain/weights.js';
import type { StripRound } from './strip.js';

/** What every figure says in words, whatever draws it. */
interface FigureWords {
  readonly title: string;
  /** One sentence with the numbers, for whoever cannot see the figure. */
  readonly sentence: string;
  /** What the figure does not show. */
  readonly note: string;
}

/** The history of the crown: one cell a round, oldest first. */
export interface StripFigure extends FigureWords {
  readonly kind: 'strip';
  readonly rounds: readonly StripRound[];
}

/** A mean with its 95 % interval, nats per position. */
export interface IntervalLine {
  readonly name: 'claimed' | 'replayed' | 'control';
  readonly mean: number;
  /** Half the width of the interval. */
  readonly half: number;
  /** Lower and upper end. */
  readonly from: number;
  readonly to: number;
}

/** Counts over the symmetric scale [-limit, +limit]; zero is the edge between the two middle bins. */
export interface Bins {
  readonly limit: number;
  readonly ticks: readonly number[];
  readonly counts: readonly number[];
  readonly above: number;
  readonly below: number;
  /** Counted in the outermost bins. */
  readonly outside: number;
}

/** Paired differences of one duel: king's KL minus challenger's, nats per position. */
export interface DuelFigure extends FigureWords {
  readonly kind: 'duel';
  readonly kingUid: number;
  readonly challengerUid: number;
  /** sha256 of the teacher text of the pairs; null without pairs. */
  readonly capture: string | null;
  readonly pairs: { readonly have: number; readonly of: number };
  /** Empty until all pairs are in. */
  readonly deltas: readonly number[];
  readonly bins: Bins | null;
  readonly intervals: readonly IntervalLine[];
  /** Labels of the scale that the intervals share. */
  readonly ticks: readonly number[];
  /** Intervals that are not drawn, each with the reason. */
  readonly absent: readonly { readonly name: IntervalLine['name']; readonly why: string }[];
}

/** KL of king and challenger over the prompts, nats per position. */
export interface KlFigure extends FigureWords {
  readonly kind: 'kl';
  readonly sides: readonly {
    readonly uid: number;
    readonly role: 'king' | 'challenger';
    readonly mean: number;
    readonly least: number;
    readonly most: number;
    /** By the prompt list of `prompts`. */
    readonly kl: readonly number[];
  }[];
  /** Index of each pair in the filtered prompt list. */
  readonly prompts: readonly number[];
  /** Labels of the scale, which begins at 0; the last one is its end. */
  readonly ticks: readonly number[];
  /** Values beyond the scale: they stand at its end. */
  readonly outside: number;
}

/** Axes of king and challenger on one scale from 0 to 1. */
export interface AxesFigure extends FigureWords {
  readonly kind: 'axes';
  readonly kingUid: number;
  readonly challengerUid: number;
  readonly rows: readonly {
    readonly axis: string;
    readonly weight: number;
    /** Counts in crown quality; an axis that is relative to the round or broken in it does not. */
    readonly isQuality: boolean;
    /** null = absent, which is not 0. */
    readonly king: number | null;
    readonly challenger: number | null;
    readonly difference: number | null;
  }[];
}

/** Weights per validator: what the rule gives against what was set. */
export interface WeightsFigure extends FigureWords {
  readonly kind: 'weights';
  readonly rows: readonly {
    readonly uid: number;
    readonly status: RowStatus;
    /** Of all stake weight in the figure, 0 to 1. */
    readonly stakeShare: number;
    /** Half the sum of |expected - set|; null where there is no row to compare. */
    readonly distance: number | null;
    /** The largest first; what has no room is counted in `more`. */
    readonly entries: readonly {
      readonly uid: number;
      readonly expected: number;
      /** null where no row is there to read, which is not 0. */
      readonly set: number | null;
      readonly expectedShare: number;
      readonly setShare: number | null;
    }[];
    readonly more: number;
  }[];
}

export type Figure = StripFigure | DuelFigure | KlFigure | AxesFigure | WeightsFigure;
