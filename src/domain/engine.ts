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
  readonly probes?: Probes;
}

/** What a run also tells about its inside; it changes nothing that the other outputs hold. */
export interface Probes {
  /** Per layer with experts: assignments that found their expert full. */
  readonly drops?: boolean;
  /** Per layer with a latent memory: mean over the tokens of the gate sigmoid(W_alpha u + b). */
  readonly gates?: boolean;
  /** Per layer: digest of the hidden state after it. */
  readonly layers?: boolean;
  /** The hidden state after this layer itself, from 0. */
  readonly values?: number;
}

/** Answers to `Probes`, by rising layer. */
export interface ProbeResult {
  readonly drops?: readonly { readonly layer: number; readonly dropped: number }[];
  readonly gates?: readonly { readonly layer: number; readonly mean: number }[];
  /** sha256 of the raw float32 bits, little endian, row-major [T, width]. */
  readonly layers?: readonly { readonly layer: number; readonly sha256: string }[];
  /** Row-major [T, width]. */
  readonly values?: { readonly layer: number; readonly width: number; readonly hidden: Float32Array };
}

/** Row-major float32 arrays of `rows` x K (K = width of `topIds`, `topK`, vocabulary or d_model). */
export interface ScoreResult {
  readonly logProbs?: Float32Array;
  /** ln of the probability outside the K ids, one per row. */
  readonly tailLogMass?: Float32Array;
  readonly topIds?: Int32Array;
  readonly logits?: Float32Array;
  readonly hidden?: Float32Array;
  readonly probes?: ProbeResult;
}

/** Which implementation of the two recurrences the graph uses. They must agree; their disagreement is the noise floor. */
export type RecurrenceForm = 'contrib' | 'plain';

/** Where the arithmetic is done. One is always chosen by name; none stands in for another. */
export const PROVIDERS = ['cpu', 'cuda', 'webgpu'] as const;
export type Provider = (typeof PROVIDERS)[number];

/** What the engine was seen to do when it started (rule: engine self-test, docs/methodology.md). */
export interface SelfTest {
  /** Products of float32 numbers are rounded to 10 bits of mantissa, as TF32 and float16 are. */
  readonly tf32: boolean;
  /** The same run gave the same bits each time. */
  readonly repeats: boolean;
  /** Sessions with one, two and the asked number of threads gave the same bits. */
  readonly threadsAgree: boolean;
  /**
   * Fewest rows in a run from which on a row has the same bits with any number of rows beside it, for models that are
   * opened whole and for mapped ones; null when there is none.
   */
  readonly rowsFrom: { readonly whole: number | null; readonly mapped: number | null };
  /** Largest deviation from the same computation in float64, in parts of the largest value. */
  readonly largestError: number;
  /** sha256 of the bits of the known answer, one for each way of opening. */
  readonly answerSha256: { readonly whole: string; readonly mapped: string };
}

/** The device of a provider other than the processor, as its driver describes it. */
export interface Accelerator {
  /** Names, driver and settings, a line for each device; null when the driver tells nothing. */
  readonly devices: readonly string[] | null;
  /** File names of the driver's and the vendor's libraries that the engine process has loaded. */
  readonly libraries: readonly string[];
}

/** What decides the bits of a result on one machine. */
export interface EngineFingerprint {
  readonly engine: string;
  readonly onnxruntime: string;
  readonly nativeSha256: string;
  readonly provider: Provider;
  readonly cpu: string;
  readonly cpuFlags: string;
  readonly arch: string;
  readonly sessionOptions: Readonly<Record<string, unknown>>;
  /** Variables of the engine process that can change arithmetic. Absent in replays of engines that were not measured. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Absent where `provider` is `cpu`. */
  readonly accelerator?: Accelerator;
  /** Absent in replays of engines that were not measured. */
  readonly selfTest?: SelfTest;
  readonly threads: number;
  /**
   * sha256 over everything above but `threads`, which counts only when the self-test saw that threads change bits; of a self-test
   * whose runs do not repeat only `tf32` and `repeats` count.
   */
  readonly digest: string;
}

/**
 * The digest under which equal results may be called identical: null when no model was run, and for an engine that was
 * not measured or does not repeat its own bits.
 */
export function identityOf(fingerprint: EngineFingerprint | null): string | null {
  return fingerprint?.selfTest?.repeats === true ? fingerprint.digest : null;
}

/** A loaded model in the engine process. */
export interface LoadedModel {
  /** @param signal stops a run that is under way at once; the engine goes on with a fresh process */
  readonly score: (request: ScoreRequest, signal?: AbortSignal) => Promise<ScoreResult>;
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
