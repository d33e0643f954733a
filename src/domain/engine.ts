/** One sequence to run through a model. Never padded: the capacity drop and the latent memory depend on its length. */
export interface ScoreRequest {
  /** Token ids, length T. */
  readonly ids: readonly number[];
  /** Positions whose next token is scored; row r predicts the token after position r. */
  readonly rows: readonly number[];
  /** `gather`: per row, the ids whose log-probabilities are wanted (rows x K, K constant). */
  readonly topIds?: readonly (readonly number[])[];
  /** `topk`: per row, the K most probable ids (ties: lowest id first). */
  readonly topK?: number;
  readonly logits?: boolean;
  readonly hidden?: boolean;
}

/** Row-major float32 arrays of `rows` x K (K = width of `topIds`, `topK`, vocabulary or d_model). */
export interface ScoreResult {
  readonly logProbs?: Float32Array;
  /** ln of the probability outside the K ids, one per row. */
  readonly tailLogMass?: Float32Array;
  readonly topIds?: Int32Array;
  readonly logits?: Float32Array;
  readonly hidden?: Float32Array;
}

/** Which implementation of the two recurrences the graph uses. They must agree; their disagreement is the noise floor. */
export type RecurrenceForm = 'contrib' | 'plain';

/** What decides the bits of a result on one machine. */
export interface EngineFingerprint {
  readonly engine: string;
  readonly onnxruntime: string;
  readonly nativeSha256: string;
  readonly provider: 'cpu';
  readonly cpu: string;
  readonly cpuFlags: string;
  readonly arch: string;
  readonly sessionOptions: Readonly<Record<string, unknown>>;
  readonly threads: number;
  /** sha256 over everything above but `threads`, which does not change a bit on the CPU. */
  readonly digest: string;
}

/** A loaded model in the engine process. */
export interface LoadedModel {
  readonly score: (request: ScoreRequest) => Promise<ScoreResult>;
  readonly release: () => Promise<void>;
}

export interface Engine {
  readonly fingerprint: EngineFingerprint;
  /** @param files the model's files by repository path, as paths of immutable objects on disk */
  load(files: ModelFiles, form: RecurrenceForm): Promise<LoadedModel>;
  close(): Promise<void>;
}

/** The two kinds of file that a model is built from. Nothing else of a repository is opened. */
export interface ModelFiles {
  /** Empty where the numbers come from elsewhere and the file is not there. */
  readonly configPath: string;
  /** One or more safetensors files; none where the numbers come from elsewhere. */
  readonly weightPaths: readonly string[];
  /** Identity of the bytes, see `modelDigest`; absent for files that nobody has hashed. */
  readonly digest?: string;
}
