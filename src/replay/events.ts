import type { Stage } from '../domain/journal.js';

/** What a running replay tells every display: the only channel from computing to showing. No clock inside. */
export type ReplayEvent =
  | { readonly type: 'round.started'; readonly roundId: number; readonly index: number; readonly of: number }
  | {
      readonly type: 'stage';
      readonly roundId: number;
      readonly stage: Stage;
      readonly state: 'started' | 'done';
    }
  /** `done` of `total` sequences of this round went through a model; `fresh` of them in this run. */
  | {
      readonly type: 'progress';
      readonly roundId: number;
      readonly stage: Stage;
      readonly done: number;
      readonly total: number;
      readonly fresh: number;
      readonly label: string;
      /** Place of the running pass in the plan of the round; null while the teacher writes the text of all of them. */
      readonly pass: number | null;
    }
  | { readonly type: 'round.done'; readonly roundId: number; readonly verdict: string };
