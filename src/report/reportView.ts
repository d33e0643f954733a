import type { AxisEntry, ProbeEntry, StartRecord } from '../domain/journal.js';
import type { RoundResult, Verdict } from '../domain/verdict.js';
import type { ChainHead } from './chainLine.js';
import type { DecisivePrompts } from './decisivePrompts.js';
import type { Figure } from './figures/figure.js';

/** The forms that a report can be written in. */
export const REPORT_FORMATS = ['text', 'md', 'html', 'svg', 'json', 'csv', 'junit'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The replay that a round is taken from. */
export interface ReportReplay {
  readonly id: string;
  readonly path: string;
  readonly sealed: boolean;
  readonly start: StartRecord;
}

/** One round of a report. */
export interface ReportRound {
  readonly roundId: number;
  /** `not-replayed` where no replay finished the round. */
  readonly verdict: Verdict;
  readonly conditional: boolean;
  readonly result: RoundResult | null;
  readonly replay: ReportReplay | null;
  /** The chain of each pass, without its links. */
  readonly chains: readonly ChainHead[];
  /** Every axis that was asked, with its items; empty in a report of several rounds. */
  readonly axes: readonly (AxisEntry | ProbeEntry)[];
  /** Null in a report of several rounds, and where no duel was replayed. */
  readonly decisive: DecisivePrompts | null;
  /** Empty in a report of several rounds. */
  readonly figures: readonly Figure[];
}

/** What is reported: one round in full, or several as a history. */
export interface ReportView {
  readonly netuid: number;
  /** Ascending, at least one. */
  readonly rounds: readonly ReportRound[];
}
