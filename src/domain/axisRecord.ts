import type { Absent } from './absent.js';

/** One item with what was asked, answered and read from the answer. */
export interface ItemRecord {
  readonly source: string;
  readonly prompt: string;
  /** Text of the model, as it was graded. */
  readonly answer: string;
  readonly gold: string;
  readonly pred: string;
  readonly ok: boolean;
  readonly tokens: number;
  /** The decoding failed; the item is graded like any other, with this text as its answer. */
  readonly failed: boolean;
  /** Code only: whether the right values come out when they are compared outside of the program. */
  readonly solved?: boolean;
  /** The way of asking, where an axis has several. */
  readonly way?: string;
}

/** One axis of one model in one round. */
export interface AxisRecord {
  readonly axis: string;
  readonly n: number;
  readonly correct: number;
  /** Share of right items, 3 decimals; Absent when nothing was asked or it cannot be graded here. */
  readonly passFrac: number | Absent;
  /** Mean of new tokens over items that made some, 1 decimal; null without such an item. */
  readonly meanTokens: number | null;
  /** The same over right items. */
  readonly meanTokensCorrect: number | null;
  readonly items: readonly ItemRecord[];
}
