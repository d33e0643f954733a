import type { Provider, RecurrenceForm } from '../domain/engine.js';
import type { SwitchName } from '../eras/defectSwitches.js';
import type { DecodeMode } from '../model/decode/DecodeRequest.js';
import type { ReportFormat } from '../report/reportView.js';
import type { CompareFailOn, FailOn } from './exit.js';

/** The hub that models and corpus come from unless another is named. */
export const HUB_URL = 'https://huggingface.co';

/** What `watch` does unless told: seconds between two passes, most bytes that its folder may hold. */
export const WATCH_DEFAULTS = { every: 300, maxBytes: 50 * 2 ** 30 } as const;

/** Which archive nodes are asked. */
export interface ArchiveOptions {
  /** Empty: nothing is asked, a recorded snapshot is read. */
  readonly endpoint: readonly string[];
  readonly network: string;
  readonly proofs: 'auto' | 'none';
  readonly cache?: string;
}

/** The parts of the world that a recording can hold beside the chain. */
export const PARTS = ['manifests', 'corpus', 'weights'] as const;
export type Part = (typeof PARTS)[number];

/** What else is recorded. */
export interface WorldOptions {
  readonly parts: readonly Part[];
  readonly captures: readonly string[];
  readonly teacher?: string;
  readonly hub: string;
  /** Bytes. */
  readonly maxBytes: number;
}

/** Where the numbers of an audit come from. */
export interface NumbersOptions {
  /** `recorded`: from the file of `scores`, no model is run. */
  readonly engine: 'onnx' | 'recorded';
  readonly scores?: string;
  /** A file that keeps every number. */
  readonly recordScores?: string;
  /** Servers that give the teacher's numbers; empty for the engine. */
  readonly teacherUrl: readonly string[];
  readonly teacherModel?: string;
}

/** What `score` runs and prints. */
export interface ScoreOptions {
  readonly model: string;
  readonly input: string;
  readonly threads?: number;
  readonly provider?: Provider;
  readonly form?: RecurrenceForm;
  readonly drops?: boolean;
  readonly gates?: boolean;
  readonly layers?: boolean;
  /** A layer, from 0: its hidden state is printed too. */
  readonly layerValues?: number;
}

/** What `show` reports, and how. */
export interface ShowOptions {
  /** A round or a range. */
  readonly round: string;
  readonly replay?: string;
  /** Left out: by `--json`, then by the ending of `out`, then text. */
  readonly format?: ReportFormat;
  /** A file, or `-` for stdout. */
  readonly out: string;
  readonly force: boolean;
}

/** What `bisect` compares, or exports. */
export interface BisectOptions {
  readonly a: string;
  readonly b: string | undefined;
  readonly export: boolean;
  readonly round?: number;
  readonly layers: boolean;
  /** Forms of the runs here; empty = that of the other party, or of the pass. */
  readonly form: readonly RecurrenceForm[];
  /** Layer file of the other party. */
  readonly against?: string;
  readonly threads: number;
  readonly provider: Provider;
}

/** What `config` shows or writes. */
export interface ConfigCall {
  command: 'config';
  action: 'show' | 'path' | 'init';
  /** The person's own file. */
  user: boolean;
  /** Settings whose flag is in the call, by name of the setting. */
  flags: Readonly<Record<string, string | boolean>>;
  /** `--config`. */
  file: string | false | undefined;
}

/** Shells that completion is written for. */
export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/** One parsed call: what is to run, with its own options. */
export type Call =
  | ({
      command: 'audit';
      range: string | undefined;
      failOn: FailOn[];
      threads: number;
      provider: Provider;
      fresh: boolean;
      resume?: string;
      offline: boolean;
      eras?: string;
      dryRun: boolean;
      maxTime?: number;
      freshText: boolean;
      duelOnly: boolean;
      batch: number;
      whatIf: readonly SwitchName[];
      evaluator?: string;
      evaluatorCommit?: string;
    } & ArchiveOptions &
      WorldOptions &
      NumbersOptions)
  | ({ command: 'fetch'; range: string; dryRun: boolean; out?: string; name?: string } & ArchiveOptions &
      WorldOptions)
  | {
      command: 'watch';
      api: string;
      validator: string;
      out?: string;
      every: number;
      once: boolean;
      hub: string;
      maxBytes: number;
    }
  | ({ command: 'chain'; block: string } & ArchiveOptions)
  | { command: 'rounds'; range: string; eras?: string }
  | { command: 'prompts'; block: number; blockHash: string; corpus: string; n: number }
  | {
      command: 'items';
      seed: bigint;
      counts: 'default' | 'wide';
      evaluator?: string;
      evaluatorCommit?: string;
    }
  | {
      command: 'axes';
      model: string;
      teacher?: string;
      teacherAnswers?: string;
      evaluator?: string;
      evaluatorCommit?: string;
      seed: bigint;
      counts: 'default' | 'wide';
      mode: DecodeMode;
      only: readonly string[];
      think: boolean;
      rolloutTopK?: number;
      batch: number;
      threads: number;
      provider: Provider;
    }
  | ({ command: 'score' } & ScoreOptions)
  | {
      command: 'decode';
      model: string;
      input: string;
      mode: DecodeMode;
      maxNew: number;
      batch: number;
      threads: number;
      provider: Provider;
    }
  | { command: 'conformance'; file: string }
  | { command: 'recompute'; folder: string; round?: string; eras?: string; validator?: string }
  | {
      command: 'compare';
      a: string;
      b: string;
      range: string | undefined;
      replay?: string;
      failOn: CompareFailOn[];
    }
  | ({ command: 'bisect' } & BisectOptions)
  | ({ command: 'show' } & ShowOptions)
  | { command: 'open'; what: string | undefined }
  | { command: 'crowns' }
  | { command: 'eras'; eras: string | undefined }
  | { command: 'progress'; replay: string | undefined }
  | { command: 'pairs'; round: string; replay?: string; text: boolean }
  | { command: 'index'; rebuild: boolean }
  | { command: 'doctor'; endpoint: readonly string[]; network: string; provider?: Provider }
  | ConfigCall
  | { command: 'completion'; shell: Shell }
  | { command: '__complete'; kind: string; words: readonly string[] };
