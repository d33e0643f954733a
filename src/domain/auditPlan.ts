import type { RecurrenceForm } from './engine.js';

/** Seconds as a range around the likeliest. */
export interface SecondsRange {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

/** What some work takes. */
export interface PlannedWork {
  /** Sequences that go through a model. */
  readonly sequences: number;
  readonly tokens: number;
  /** Scored rows. */
  readonly rows: number;
  /** Floating-point operations, two for a multiply-add: the least and the most, between which the experts' loads decide. */
  readonly flop: { readonly low: number; readonly high: number };
  /** Bytes of weights that are opened. */
  readonly weightBytes: number;
  /** Memory at its peak beside the mapped weight files, bytes. */
  readonly peakBytes: number;
  readonly seconds: SecondsRange;
}

/** A model over a text. */
export interface PassWork extends PlannedWork {
  readonly role: 'teacher' | 'king' | 'challenger' | 'control';
  /** Null for the teacher. */
  readonly uid: number | null;
  readonly form: RecurrenceForm;
  /** sha256 of the text; empty where items are asked, and while the text is still to be written. */
  readonly capture: string;
  /** The pass asks the items of the axes: sequences are answers, and their lengths are at most what is planned. */
  readonly asks?: true;
  /** The teacher writes the text: each sequence is a prompt, and what is written at most is planned, there and in the passes that score it. */
  readonly writes?: true;
  readonly architecture: string;
  readonly weightBytes: number;
}

export interface RoundWork extends PlannedWork {
  readonly roundId: number;
  /** Why no model will run, as far as it is known before; null where passes are planned or nothing is left. */
  readonly reason: string | null;
  readonly passes: readonly PassWork[];
}

/** What a display of a running audit needs of its plan. */
export interface PlanOutline {
  readonly rounds: readonly {
    readonly roundId: number;
    /** Left when the run began. */
    readonly sequences: number;
    /** Answers among them; absent where none are asked. */
    readonly answers?: number;
    readonly seconds: SecondsRange;
  }[];
}

/** What is left to compute of an audit, with its basis. Nothing of it decides a number of the replay. */
export interface AuditPlan {
  readonly rounds: readonly RoundWork[];
  readonly total: PlannedWork;
  /** Where the seconds come from: `measured` on this engine before any model was opened, or `none` where no model runs. */
  readonly basis: { readonly kind: 'measured' | 'none'; readonly seconds: number };
}
