import type { PlanOutline } from './auditPlan.js';
import type { AxisRecord } from './axisRecord.js';
import type { KlMode } from './duel.js';
import type { EngineFingerprint, RecurrenceForm } from './engine.js';
import type { ChainPrompt } from './hashChain.js';
import type { Probes } from './probeRecord.js';
import type { EvaluatorIdentity, HeldPart } from './referenceCheck.js';
import type { Wording } from './roundQuality.js';
import type { SyntheticProfile } from './snapshot.js';
import type { TeacherFingerprint } from './teacher.js';
import type { TeacherRefs } from './teacherRefs.js';
import type { RoundResult, Verdict } from './verdict.js';

/** The stages of one round, in the order of the data. */
export const STAGES = [
  'chain',
  'reconstruct',
  'models',
  'teacher',
  'evaluate',
  'axes',
  'decide',
  'diff',
] as const;
export type Stage = (typeof STAGES)[number];

/** What decides the numbers of a replay. Its sha256 gives the replay's id. */
export interface ReplaySpec {
  readonly recrown: { readonly version: string; readonly source: string };
  readonly snapshot: {
    readonly name: string;
    readonly digest: string;
    /** True when two or more endpoints agreed on every block's hash: trust depends on it, and the digest does not hold it. */
    readonly agreed: boolean;
  };
  readonly netuid: number;
  readonly rounds: readonly number[];
  /** Digest of the engine fingerprint; null when no model is run. */
  readonly engine: string | null;
  /** Digest of the server that gave the teacher's numbers; absent when the engine computed them. */
  readonly teacher?: string;
  /** First blocks of eras as the operator gave them; absent where none were given. */
  readonly boundaries?: Readonly<Record<string, number>>;
  /** How the axes beside the duel are decoded; absent when the duel alone is run. */
  readonly axes?: string;
  /** Answers that are decoded together, at most; absent when each is decoded alone. */
  readonly batch?: number;
  /** True when the teacher writes a text anew where none was captured; else absent. */
  readonly freshText?: true;
  /** Defects whose effect was asked for; absent without any. */
  readonly whatIf?: readonly string[];
  /** Whose words the axes are asked in; absent for recrown's own. */
  readonly evaluator?: EvaluatorIdentity;
}

export interface StartRecord {
  readonly type: 'start';
  readonly schema: 1;
  /** First 6 hex digits of the sha256 of the canonical spec. */
  readonly id: string;
  readonly spec: ReplaySpec;
  readonly synthetic: boolean;
  readonly profile: SyntheticProfile | null;
  readonly fingerprint: EngineFingerprint | null;
  /** Absent when the engine computed the teacher's numbers. */
  readonly teacher?: TeacherFingerprint;
}

/** A stage of a round was finished. */
interface StageRecord {
  readonly type: 'stage';
  readonly roundId: number;
  readonly stage: Stage;
}

/** What the evaluation of a round consists of; written before its first number. */
export interface PlanRecord {
  readonly type: 'plan';
  readonly roundId: number;
  readonly prompts: number;
  /** One entry per pass over the prompts, in order. `uid` null = the teacher. */
  readonly passes: readonly {
    readonly uid: number | null;
    readonly role: 'teacher' | 'king' | 'challenger' | 'control';
    readonly capture: string;
    readonly form: RecurrenceForm;
    readonly prompts: number;
    /** Revision of the model; null or absent where it is not told. */
    readonly revision?: string | null;
  }[];
}

/** Continuations of some prompts of the draw that the teacher wrote for this replay, in the order of the draw. */
export interface TextsRecord {
  readonly type: 'texts';
  readonly roundId: number;
  readonly from: number;
  readonly continuations: readonly string[];
}

/** The teacher's probabilities of some prompts are in the work folder, with this sha256. */
export interface TeacherRecord {
  readonly type: 'teacher';
  readonly roundId: number;
  readonly capture: string;
  readonly from: number;
  readonly count: number;
  readonly sha256: string;
  /** Of each prompt in turn; links and prompts are absent in replays of versions that had none. */
  readonly links?: readonly string[];
  readonly prompts?: readonly ChainPrompt[];
}

/**
 * KL of one contender on some prompts in one mode: unrounded, nats per position, by index of the filtered prompt list.
 * Where the eras that may have been in force use two modes, each batch has a record of each.
 */
export interface ScoresRecord {
  readonly type: 'scores';
  readonly roundId: number;
  readonly uid: number;
  readonly capture: string;
  readonly form: RecurrenceForm;
  readonly mode: KlMode;
  readonly from: number;
  readonly kl: readonly number[];
  /** Of each prompt in turn; only in the record of the batch's first mode, because the modes share one run. */
  readonly links?: readonly string[];
}

/** One axis of one contender is asked and graded: what an interruption can lose beside a batch. */
export interface AxisEntry {
  readonly type: 'axis';
  readonly roundId: number;
  readonly uid: number;
  /** How it was decoded. */
  readonly mode: string;
  readonly wording: Wording;
  /** Programs that the model wrote were run in the sandbox. */
  readonly sandboxed: boolean;
  readonly record: AxisRecord;
}

/** What a probe of one contender gave. */
export interface ProbeEntry {
  readonly type: 'probe';
  readonly roundId: number;
  readonly uid: number;
  readonly mode: string;
  readonly wording: Wording;
  readonly axis: string;
  /** The parts that this axis is made of. */
  readonly probes: Partial<Probes>;
}

/** What the teacher itself said in a round, once for all contenders. */
interface TeacherSaid {
  readonly type: 'teacher-said';
  readonly roundId: number;
  readonly refs: TeacherRefs;
}

/** What came of holding a part of a round against the evaluator whose words were asked. */
export interface ReferenceEntry {
  readonly type: 'reference';
  readonly roundId: number;
  readonly mode: string;
  /** sha256 of everything that is asked in the round, in canonical JSON. */
  readonly questions: string;
  readonly held: HeldPart;
}

/**
 * What the crown rule was given: by KL mode, and on published numbers where no model was run. Other rules can be tried
 * on it without a model (recrown compare).
 */
export interface InputsRecord {
  readonly type: 'inputs';
  readonly roundId: number;
  readonly basis: 'replayed' | 'published';
  /** sha256 of the captured text; null for published numbers. */
  readonly capture: string | null;
  readonly mode: KlMode;
  /** The decision's input, as `decide` takes it. */
  readonly input: unknown;
}

interface RoundRecord {
  readonly type: 'round';
  readonly result: RoundResult;
}

interface SealRecord {
  readonly type: 'seal';
  /** sha256 over the result lines alone (teacher, scores, round): equal for equal numbers. */
  readonly digest: string;
  readonly verdicts: Readonly<Record<string, Verdict>>;
}

export type JournalRecord =
  | StartRecord
  | StageRecord
  | PlanRecord
  | TextsRecord
  | TeacherRecord
  | ScoresRecord
  | AxisEntry
  | ProbeEntry
  | TeacherSaid
  | ReferenceEntry
  | InputsRecord
  | RoundRecord
  | SealRecord;

/**
 * One line of a journal: canonical JSON of `{ n, prev, record }`, newline. `n` counts from 0; `prev` is the
 * sha256 of the previous line without its newline (64 zeros for the first).
 */
export interface JournalLine {
  readonly n: number;
  readonly prev: string;
  readonly record: JournalRecord;
}

/** A journal sorted by kind of record: what a display needs of it. */
export interface JournalView {
  readonly id: string;
  readonly path: string;
  readonly sealed: boolean;
  readonly start: StartRecord;
  readonly results: readonly RoundResult[];
  readonly scores: readonly ScoresRecord[];
  readonly plans: readonly PlanRecord[];
  readonly stages: readonly StageRecord[];
  readonly teacher: readonly TeacherRecord[];
  /** None where every text was captured. */
  readonly texts?: readonly TextsRecord[];
  /** None where the duel alone is run. */
  readonly axes?: readonly AxisEntry[];
  /** What each decision was given. */
  readonly inputs?: readonly InputsRecord[];
  readonly probes?: readonly ProbeEntry[];
  readonly bytes: number;
  /** When each record of a running journal was written, in milliseconds since 1970; a round's by its result. Absent for a sealed replay. */
  readonly times?: ReadonlyMap<object, number>;
  /** What was planned when the run began; absent for a sealed replay, and where nobody kept it. */
  readonly outline?: PlanOutline;
}
