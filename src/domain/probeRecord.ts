import type { Absent } from './absent.js';

/** One answer to a request, as the probes keep it. */
export interface ProbeAnswer {
  readonly prompt: string;
  readonly answer: string;
  readonly tokens: number;
  readonly terminated: boolean;
  /** The decoding failed; `answer` holds the fault. */
  readonly failed: boolean;
}

/** Whether a model ends its turns and says anything at all. */
export interface ChatProbe {
  /** False: the evaluator drops the model from the round. */
  readonly pass: boolean;
  /** Why it fails or was not tested; null when it passes. */
  readonly reason: string | null;
  readonly tested: number;
  readonly terminated: number;
  /** Answers with a character beside thinking. */
  readonly nonEmpty: number;
  /** 1 decimal; 0 when nothing was tested. */
  readonly meanTokens: number;
  readonly answers: readonly ProbeAnswer[];
}

/** A model's mean length against the teacher's. */
export interface LengthAxis {
  readonly studentMean: number;
  readonly teacherMean: number;
  readonly ratio: number;
  readonly tooShort: number;
  readonly tooLong: number;
  /** The smaller of both penalties, 0 to 1. */
  readonly penalty: number;
  readonly source: 'think_probe' | 'chat_probe';
}

/** A request or a talk with the teacher's mark. */
export interface GradedTalk {
  /** User turns. */
  readonly asked: readonly string[];
  /** Answers without thinking, one a turn. */
  readonly answers: readonly string[];
  /** What the teacher wrote; null when an answer failed and it was not asked. */
  readonly said: string | null;
  /** 1 to 5; null without a mark. */
  readonly score: number | null;
}

/** Marks that the teacher gives a model. */
export interface JudgeProbe {
  readonly n: number;
  readonly nValid: number;
  /** 3 decimals; null without a mark. */
  readonly meanScore: number | null;
  /** 0 to 1, 4 decimals; null without a mark. */
  readonly normalized: number | null;
  /** Of a model's answers, 1 decimal. */
  readonly meanTokens: number;
  readonly items: readonly GradedTalk[];
}

/** Divergences on one drawn continuation, in nats a token, 6 decimals; null where one is not a number. */
export interface RolloutRecord {
  readonly prompt: string;
  readonly text: string;
  readonly tokens: number;
  readonly rkl: number | null;
  readonly fkl: number | null;
  readonly skl: number | null;
  readonly sampledGap: number | null;
}

/** Divergences of a model from the teacher on what the model itself wrote. */
export interface OnPolicyProbe {
  readonly rollouts: number;
  readonly tokens: number;
  /** Means over tokens, in nats, 6 decimals; null when not a number or without a rollout. */
  readonly meanRkl: number | null;
  readonly meanFkl: number | null;
  readonly meanSkl: number | null;
  readonly meanSampledGap: number | null;
  /** 1 decimal. */
  readonly meanLength: number;
  readonly perRollout: readonly RolloutRecord[];
}

/** How repetitive a model's thinking is, against the teacher's texts where there are any. */
export interface ThinkProbe {
  readonly tested: number;
  readonly terminated: number;
  readonly degenerate: number;
  readonly selfBleu: number;
  readonly teacherSelfBleu: number;
  /** 1 decimal. */
  readonly meanTokens: number;
  readonly answers: readonly (ProbeAnswer & {
    readonly gzipRatio: number;
    readonly topSixShare: number;
    readonly degenerate: boolean;
  })[];
}

/** What the probes of one model in one round give; Absent where they were not replayed. */
export interface Probes {
  readonly chat: ChatProbe | Absent;
  readonly length: LengthAxis | Absent;
  readonly judge: JudgeProbe | Absent;
  readonly chatTurns: JudgeProbe | Absent;
  readonly onPolicy: OnPolicyProbe | Absent;
  readonly think: ThinkProbe | Absent;
  /** Share of the capability items that the teacher answers right, 3 decimals. */
  readonly capabilityTeacher: number | Absent;
}
