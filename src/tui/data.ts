import type { JournalView } from '../domain/journal.js';
import type { NoTexts, PromptTexts } from '../domain/promptTexts.js';
import type { ScreenSettings } from '../domain/screenSettings.js';
import type { RoundResult, ScoreAgreement, Verdict } from '../domain/verdict.js';

/** A replay by its place on disk. */
interface ReplayEntry {
  readonly id: string;
  readonly path: string;
  readonly sealed: boolean;
}

/** A replay that this screen started. */
export interface StartedAudit {
  readonly path: string;
  /** Stops after the prompt in work; everything finished stays on disk. */
  stop(): void;
  /** Holds the process where it is, or lets it go on; absent where the system cannot. */
  hold?(held: boolean): void;
  /** Lets it go on without this process. */
  detach?(): void;
  /** Settles when the replay ended, was stopped or failed; rejects with the reason of a failure. */
  readonly ended?: Promise<unknown>;
}

/** Formats that what is shown can be written in. */
export const EXPORT_FORMATS = ['html', 'md', 'csv', 'json', 'svg', 'junit'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];

interface ComparedSide {
  readonly winnerUid: number | null;
  readonly paidUid: number | null;
  readonly reason: string;
  readonly verdict: Verdict | null;
}

/** One round of the document of `recrown compare --json`. */
export interface ComparedRow {
  readonly roundId: number;
  readonly a: ComparedSide | null;
  readonly b: ComparedSide | null;
  /** null = cannot be told, with the reason in `why`. */
  readonly changed: boolean | null;
  readonly gate: string | null;
  readonly intervals: readonly {
    readonly uid: number;
    readonly of: 'duel' | 'scores';
    readonly n: number;
    readonly mean: number;
    readonly low: number;
    readonly high: number;
  }[];
  readonly agreement: ScoreAgreement | null;
  readonly basis: string | null;
  readonly why: string | null;
}

export interface CompareDocument {
  readonly a: string;
  readonly b: string;
  readonly rounds: readonly ComparedRow[];
  readonly changed: number;
}

/** What `recrown doctor --json` prints. */
export interface DoctorDocument {
  readonly version: string;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly detail: string;
    /** `warning`: it works without, in part. */
    readonly state?: 'ok' | 'warning' | 'failed';
    /** What the person can do. */
    readonly remedy?: string | null;
  }[];
  readonly provider: string | null;
  readonly providers: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly why: string | null;
    readonly remedy: string | null;
  }[];
}

/** Where the screens read from. They never write, and never open a file themselves. */
export interface Source {
  /** All replays, oldest first: where two hold the same round of one snapshot, a sealed one counts, then the later. */
  list(): Promise<readonly ReplayEntry[]>;
  read(path: string): Promise<JournalView>;
  /** Calls `onChange` with the whole view each time the journal has grown, until `signal` is aborted. */
  follow(path: string, onChange: (view: JournalView) => void, signal: AbortSignal): void;
  /** Absent when this process cannot replay; `r` then says so. */
  startAudit?(rounds: readonly number[]): Promise<StartedAudit>;
  /** The command that goes on with an unfinished replay. Default: `recrown audit FIRST..LAST --resume ID`. */
  resumeCommand?(view: JournalView): string;
  /** A call of this program as a person types it, with the folders of this session. Default: the words alone. */
  commandLine?(words: readonly string[]): string;
  /** What the command of the same name prints with `--json`. */
  compare?(a: string, b: string): Promise<CompareDocument>;
  doctor?(): Promise<DoctorDocument>;
  /** The texts of the prompts that a replay scored, from a snapshot; or why they are not at hand. */
  promptTexts?(view: JournalView, result: RoundResult): Promise<PromptTexts | NoTexts>;
  /** Writes a report of rounds and returns its path. */
  writeReport?(
    views: readonly JournalView[],
    rounds: readonly number[],
    format: ExportFormat,
  ): Promise<string>;
}

/** What the header says on every screen. */
export interface HeaderInfo {
  /** For example `SN24 quasar`. */
  readonly subnet: string;
  readonly offline: boolean;
}

export interface OpenTuiOptions {
  readonly source: Source;
  /** What the palette takes too: round, block, `u240`, hotkey prefix, replay id, era, comparison, or a screen. */
  readonly initial?: string;
  readonly ascii: boolean;
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly header: HeaderInfo;
  readonly settings?: ScreenSettings;
  /** IANA name of this machine's zone: wide windows say when a round began in it too. */
  readonly localZone?: string;
}
