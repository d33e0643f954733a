import type { BlockNumber } from './block.js';
import type { Uid } from './identity.js';

/** The paired test as a validator published it (`t_test` of a row), rounded by it. */
export interface PublishedTTest {
  readonly p: number | null;
  readonly t: number | null;
  readonly n: number;
  readonly meanDelta: number | null;
  readonly se: number | null;
  readonly lcb: number | null;
}

/** One row of a published round. */
export interface PublishedRow {
  readonly uid: Uid;
  readonly model: string;
  readonly kl: number | null;
  readonly committedAt: BlockNumber | null;
  readonly isKing: boolean;
  readonly isReference: boolean;
  readonly disqualified: boolean;
  readonly dqReason: string | null;
  readonly promptsScored: number | null;
  readonly promptsTotal: number | null;
  readonly tTest: PublishedTTest | null;
  /** Composite axes, 0 to 1; null = absent. Empty when the row has no composite. */
  readonly axes: Readonly<Record<string, number | null>>;
  readonly brokenAxes: readonly string[];
  readonly worst: number | null;
  readonly weighted: number | null;
  readonly presentCount: number | null;
  readonly compositeVersion: number | null;
  /** From `last_eval.json`; null when no raw result was captured. Rounded 6, nats per position, by index of the filtered prompt list. */
  readonly klPerPrompt: readonly (number | null)[] | null;
}

/** A stored composite record (`composite_scores.json`). */
export interface PublishedComposite {
  readonly uid: Uid;
  readonly model: string;
  readonly revision: string | null;
  readonly committedAt: BlockNumber | null;
  readonly axes: Readonly<Record<string, number | null>>;
  readonly brokenAxes: readonly string[];
  readonly worst: number | null;
  readonly weighted: number | null;
  readonly nAxes: number | null;
  readonly version: number | null;
}

/** One captured `eval_data.json`: the teacher's text, in the order of the filtered prompt list. */
export interface TeacherCapture {
  /** sha256 of the file: its identity. */
  readonly sha256: string;
  readonly capturedAt: string;
  readonly blockSeed: number | null;
  /** Who published it; set when the views of several validators are merged. */
  readonly ofValidator?: Uid;
  readonly items: readonly { readonly prompt: string; readonly continuation: string }[];
}

/** What one validator published about one round. One validator's opinion: authority for weights is the chain. */
export interface PublishedRound {
  readonly roundId: number;
  readonly seedBlock: BlockNumber;
  readonly validatorUid: Uid;
  readonly validatorHotkey: string;
  readonly kingUid: Uid | null;
  readonly prevKingUid: Uid | null;
  readonly newKingUid: Uid | null;
  readonly kingChanged: boolean;
  readonly nPrompts: number | null;
  readonly rows: readonly PublishedRow[];
  readonly captures: readonly TeacherCapture[];
  readonly composites: readonly PublishedComposite[];
  /** `hotkey:block` -> reason. */
  readonly disqualified: Readonly<Record<string, string>>;
  /** UIDs already evaluated when the round began; null when not captured. */
  readonly evaluatedUids: readonly Uid[] | null;
  /** `h2h_latest.king_uid` before this round; null when not captured or none. */
  readonly localKingUid: Uid | null;
  /** Names of the files that this view was read from. */
  readonly sources: readonly string[];
}
