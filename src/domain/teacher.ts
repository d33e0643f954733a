import type { ModelFiles } from './engine.js';

/** The teacher's K most probable ids of each asked row, row-major, rows x K. */
export interface TeacherRows {
  readonly topIds: Int32Array;
  /** Natural logs of the full-vocabulary probabilities, descending in each row; an empty slot holds id 0 and -100. */
  readonly logProbs: Float32Array;
}

/** A sequence that the teacher reads: row r of the answer predicts the token after position `rows[r]`. */
export interface TeacherRequest {
  readonly ids: readonly number[];
  readonly rows: readonly number[];
}

/** A prompt that the teacher is to continue, as the evaluator asks (rule: teacher text and token modes, docs/methodology.md). */
export interface ContinuationRequest {
  readonly prompt: string;
  /** Seed block plus the prompt's index in the draw. */
  readonly seed: number;
  readonly maxTokens: number;
}

/** How the evaluator samples a continuation. */
export const CONTINUATION_SAMPLING = { temperature: 0.7, topP: 0.9 } as const;

/** A teacher that is ready to read. */
export interface OpenTeacher {
  /**
   * The K most probable tokens of every asked row, of several sequences, in their order.
   * @param signal gives up what is running
   */
  score(requests: readonly TeacherRequest[], signal?: AbortSignal): Promise<readonly TeacherRows[]>;
  release(): Promise<void>;
}

/** Where the teacher's numbers come from: an engine of this machine, a server, or a file of recorded numbers. */
export interface TeacherSource {
  /** The same request gives the same bits: what was lost can be computed again. */
  readonly repeats: boolean;
  /** Sequences that are worked on at once. */
  readonly atOnce: number;
  open(files: ModelFiles): Promise<OpenTeacher>;
}

/** Which server computed the teacher's numbers. What weights it holds is its operator's word. */
export interface TeacherFingerprint {
  readonly engine: 'openai';
  /** The name under which the server offers the model. */
  readonly model: string;
  /** As the server tells it; null when it does not. */
  readonly version: string | null;
  /** Hosts alone, ascending: no path, no credential. */
  readonly hosts: readonly string[];
  /** sha256 over engine, model and version: with other hosts of the same version an audit can go on. */
  readonly digest: string;
}
