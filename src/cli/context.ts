import type { ScreenSettings } from '../domain/screenSettings.js';
import type { ConfigState } from './config/applySettings.js';

/** What a command may use of the process. Built once by bin.ts; tests build their own. */
export interface CommandContext {
  readonly cwd: string;
  /** Arguments of the process, without node and program. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Data: the only way to stdout. */
  readonly out: (text: string) => void;
  /** Narration: the only way to stderr. Silent under --quiet except for errors. */
  readonly err: (text: string) => void;
  readonly stdoutIsTTY: boolean;
  readonly stderrIsTTY: boolean;
  readonly stdinIsTTY: boolean;
  readonly columns: number;
  /** Absent without a terminal. */
  readonly rows?: number;
  /** Aborted by the first SIGINT or SIGTERM; `reason` is the signal's name. */
  readonly signal: AbortSignal;
  readonly options: GlobalOptions;
}

/** Options that every command takes. */
export interface GlobalOptions {
  readonly json: boolean;
  readonly quiet: boolean;
  readonly ascii: boolean;
  readonly color: boolean;
  /** Progress as lines that stay, on a terminal too. */
  readonly log?: boolean;
  /** One snapshot; null = the only one under `snapshots` that covers the request. */
  readonly snapshot: string | null;
  /** Folder that holds snapshots. */
  readonly snapshots: string;
  /** Folder of journals, sealed replays and the index. */
  readonly replays: string;
  /** The configuration file of this call. */
  readonly config?: ConfigState;
  /** For the full-screen interface. */
  readonly screen?: ScreenSettings;
}

/** A command returns the process's exit code; it throws AuditError for trouble. */
export type Command<Arguments extends unknown[]> = (
  context: CommandContext,
  ...args: Arguments
) => Promise<number>;
