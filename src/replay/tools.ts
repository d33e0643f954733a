import type { Snapshot } from '../artifacts/snapshot/snapshot.js';
import type { Chain } from '../domain/chainState.js';
import type { Engine, LoadedModel, ModelFiles } from '../domain/engine.js';
import type { TeacherSource } from '../domain/teacher.js';
import type { SwitchName } from '../eras/defectSwitches.js';
import type { EraBoundaries } from '../eras/erasAt.js';
import { InterruptedError, TIME_LIMIT, TimeLimitError } from '../errors/interrupt.js';
import type { DecodeMode, DecodeRequest, DecodeResult } from '../model/decode/DecodeRequest.js';
import type { WordsOf } from './axes/evaluatorWords.js';
import type { ReplayEvent } from './events.js';
import type { Journal } from './journal/createJournal.js';
import type { NumbersOrigin } from './teacher/numbersOrigin.js';
import type { TextWriter } from './teacher/TextWriter.js';

/** A loaded model that writes and reads. */
export interface AskedModel extends LoadedModel {
  readonly decode: (
    request: DecodeRequest,
    onToken?: (count: number) => void,
    signal?: AbortSignal,
  ) => Promise<DecodeResult>;
}

/** How the axes beside the duel are asked. */
export interface AxesTools {
  readonly mode: DecodeMode;
  /** Folders in which the sandbox is looked for, as in PATH. */
  readonly path: string;
  /** Defects whose effect is wanted too. */
  readonly whatIf: readonly SwitchName[];
  readonly load: (files: ModelFiles) => Promise<AskedModel>;
  /** Asks in the words of an evaluator; absent for our own. */
  readonly words?: WordsOf;
  /** Answers that are decoded together, at most. Default: 1. */
  readonly batch?: number;
}

/** What a replay works with; built once per run. */
export interface Tools {
  readonly snapshot: Snapshot;
  readonly chain: Chain;
  /** Starts the engine process on first use. */
  readonly engine: () => Promise<Engine>;
  readonly teacher: TeacherSource;
  /** Whose numbers the replay rests on where they are not this engine's. */
  readonly origin: NumbersOrigin;
  /** Absent when the duel alone is run. */
  readonly axes?: AxesTools;
  /** Writes a text anew where none was captured; absent unless that was asked for. */
  readonly writer?: TextWriter;
  readonly journal: Journal;
  /** Where eras begin, as the operator gives it; empty for the boundaries of this version. */
  readonly boundaries: EraBoundaries;
  readonly onEvent: (event: ReplayEvent) => void;
  readonly signal: AbortSignal;
  /** The command that goes on with this run. */
  readonly resumeCommand: string;
}

/** @throws InterruptedError, TimeLimitError when a stop was asked for: everything journaled so far is kept */
export function stopIfAsked(tools: Pick<Tools, 'signal' | 'resumeCommand'>): void {
  if (!tools.signal.aborted) return;
  const remedy = `go on with: ${tools.resumeCommand}`;
  if (tools.signal.reason === TIME_LIMIT) throw new TimeLimitError(remedy);
  throw new InterruptedError(tools.signal, remedy);
}
