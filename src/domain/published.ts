import type { Absent } from './absent.js';
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
  /** As in `results[]`; undefined = the row does not hold it. */
  readonly pairedPrompts?: number;
  readonly dethroneEligible?: boolean;
  readonly earlyStopped?: boolean;
  readonly vsKing?: string;
  readonly compositeVeto?: string;
  readonly selectionGate?: PublishedSelectionGate;
  /**
   * The model's raw result of `last_eval.json`, as plain JSON values in which NaN and infinities are numbers; undefined
   * when none was captured. Hostile: fields may be missing or of any kind.
   */
  readonly raw?: Readonly<Record<string, unknown>>;
  /** Groups of axes that the row says to leave out of its composite (`bench_in_composite` false); undefined = none. */
  readonly axisGroupsOff?: readonly string[];
  /** From `last_eval.json`; null when no raw result was captured. Rounded 6, nats per position, by index of the filtered prompt list. */
  readonly klPerPrompt: readonly (number | null)[] | null;
}

/** `selection_gate` of a row: the quality gate as the validator says it. */
export interface PublishedSelectionGate {
  readonly challengerQuality: number | null;
  readonly incumbentQuality: number | null;
  readonly margin: number | null;
  readonly absoluteFloor: number | null;
  readonly threshold: number | null;
  readonly reason: string | null;
}

/** `crown_rescore` of a round: what the re-validation of the king did. */
export interface PublishedCrownRescore {
  readonly reason: string | null;
  readonly previousKingUid: Uid | null;
  readonly selectedKingUid: Uid | null;
  readonly qualityFloor: number | null;
  readonly fallbackUid: Uid | null;
  readonly weightsSet: boolean;
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

/** One text of a capture; the counts of its tokens where the file has them. */
export interface TeacherItem {
  readonly prompt: string;
  readonly continuation: string;
  readonly promptTokens?: number;
  readonly continuationTokens?: number;
}

/** One captured `eval_data.json`: the teacher's text, in the order of the filtered prompt list. */
export interface TeacherCapture {
  /** sha256 of the file: its identity. */
  readonly sha256: string;
  readonly capturedAt: string;
  readonly blockSeed: number | null;
  /** Who published it; set when the views of several validators are merged. */
  readonly ofValidator?: Uid;
  readonly items: readonly TeacherItem[];
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
  /** `h2h_latest.king_uid` before this round; null = the files show that there was none, absent when they do not tell. */
  readonly localKingUid: Uid | null | Absent;
  /** Fields of the round's record; undefined = it does not hold them. */
  readonly blockHash?: string;
  readonly shardIdx?: number;
  readonly kingKl?: number;
  readonly kingH2hKl?: number;
  readonly epsilonThreshold?: number;
  /** `paired_test_alpha`: the level that the validator ran with. */
  readonly pairedTestAlpha?: number;
  readonly kingRetainedReason?: string;
  readonly kingPromptsCompleted?: number;
  readonly nStudents?: number;
  readonly invalidForLeaderboard?: boolean;
  readonly minPromptsForLeaderboard?: number;
  readonly requestedMinPrompts?: number;
  readonly crownRescore?: PublishedCrownRescore;
  readonly uncrownedIncumbentUid?: Uid;
  readonly weightFallbackUid?: Uid;
  readonly provisionalRescoredKingUid?: Uid;
  /** True when the record names no king before it, with a null. */
  readonly firstCrown?: boolean;
  /** `failures.json` and `failure_models.json`: failures counted of a UID, and the last model that failed. */
  readonly failures?: Readonly<Record<string, { readonly count: number; readonly model: string | null }>>;
  /** Every raw result of `last_eval.json` by model, also those without a row and the teacher's; hostile, as `raw` of a row. */
  readonly rawResults?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** `teacher` of `last_eval.json`: the model whose raw result is the teacher's own. */
  readonly teacher?: string;
  /** `scores.json`: mean KL by UID; a disqualified one stands at the maximum + 1. */
  readonly scores?: Readonly<Record<string, number>>;
  /** Rows of earlier rounds in `h2h_history.json` and `h2h_latest.json`, newest first. */
  readonly history?: readonly {
    readonly block: BlockNumber;
    readonly kingUid: Uid | null;
    readonly newKingUid: Uid | null;
    readonly kingChanged: boolean;
    readonly rows: readonly {
      readonly uid: Uid;
      readonly model: string;
      readonly committedAt: BlockNumber | null;
      readonly disqualified: boolean;
      readonly hasTest: boolean;
    }[];
  }[];
  /** Names of the files that this view was read from. */
  readonly sources: readonly string[];
}
