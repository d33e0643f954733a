import type { JournalView } from '../domain/journal.js';

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
  /** Settles when the replay ended, was stopped or failed; rejects with the reason of a failure. */
  readonly ended?: Promise<unknown>;
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
}

/** What the header says on every screen. */
export interface HeaderInfo {
  /** For example `SN24 quasar`. */
  readonly subnet: string;
  readonly offline: boolean;
}

export interface OpenTuiOptions {
  readonly source: Source;
  /** Round, block, `u240`, hotkey prefix, replay id, or a screen: `rounds`, `weights`, `live`. */
  readonly initial?: string;
  readonly ascii: boolean;
  readonly color: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly header: HeaderInfo;
}
