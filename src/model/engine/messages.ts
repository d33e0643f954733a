import type { Provider } from '../../domain/engine.js';
import type { DecodeOutcome, DecodePlan } from '../decode/decodeTokens.js';

/** Sessions as the engine process knows them: numbers given by the parent. */
export interface OpenSession {
  readonly kind: 'open';
  readonly session: number;
  /** Bytes of the ONNX model. */
  readonly model: Uint8Array;
  /** Folder to which the model's external data is relative. */
  readonly folder: string;
  readonly provider: Provider;
  readonly threads: number;
  /** Whether weights stay in their file; see `SESSION_OPTIONS`. */
  readonly mapped: boolean;
  /** Whether the first run is refused when another provider than the asked one computed in it. */
  readonly watched: boolean;
}

export interface RunSession {
  readonly kind: 'run';
  readonly session: number;
  readonly feeds: Readonly<Record<string, Feed>>;
  readonly fetches: readonly string[];
  /** Outputs of which only the sha256 of their bytes comes back, under `digestOf(name)`. */
  readonly digests?: readonly string[];
}

/** Under which name the digest of an output comes back. */
export const digestOf = (output: string): string => `${output} sha256`;

export interface Feed {
  readonly dims: readonly number[];
  readonly data: Int32Array | BigInt64Array;
}

/** A decoding; its steps stay in the engine process, and so do states and logits. */
export interface DecodeSession extends DecodePlan {
  readonly kind: 'decode';
  /** A session with the inputs `ids`, `positions`, `rows` and those of `states`, and the output `logits`. */
  readonly session: number;
  /** The session of the runs after the first, with the same names. */
  readonly stepSession: number;
  /** The session in which runs after the first are made together with those of other calls; null for each alone. */
  readonly wide: WideSession | null;
  /** Inputs that start as zeros, float32, each with its output. */
  readonly states: readonly StateOf[];
}

/** A session with the names of a step, once for each of its places. */
export interface WideSession {
  readonly session: number;
  readonly width: number;
}

interface StateOf {
  readonly input: string;
  readonly output: string;
  readonly dims: readonly number[];
}

interface CloseSession {
  readonly kind: 'close';
  readonly session: number;
}

interface DescribeLibrary {
  readonly kind: 'describe';
}

/** Which files of drivers and vendors the process has loaded so far. */
interface ListLoaded {
  readonly kind: 'loaded';
}

export type EngineCall =
  | OpenSession
  | RunSession
  | DecodeSession
  | CloseSession
  | DescribeLibrary
  | ListLoaded;

/** What a call of each kind gives back. */
export interface EngineReplies {
  readonly open: null;
  readonly run: Readonly<Record<string, Float32Array | Int32Array | Uint8Array>>;
  readonly decode: DecodeOutcome & {
    /** Whether the wide session gave other bits, so that every step was made alone. */
    readonly refused: boolean;
  };
  readonly close: {
    /** Sessions that are still open. */
    readonly open: number;
    /** Memory that the process holds now. */
    readonly residentBytes: number;
  };
  readonly describe: LibraryFacts;
  readonly loaded: readonly string[];
}

export interface LibraryFacts {
  readonly version: string;
  /** Native files with their SHA-256, as `name sha256` lines in ascending order. */
  readonly nativeFiles: readonly string[];
  /** Providers that this build of the library knows by name. */
  readonly providers: readonly string[];
  /** Variables of the process that can change arithmetic. */
  readonly environment: Readonly<Record<string, string>>;
}

export type EngineRequest = { readonly id: number } & EngineCall;

/** What kept a call from its end: the library did not load, another provider computed, or anything else. */
export type FailureKind = 'library' | 'placement' | 'work';

export type EngineReply =
  | { readonly id: number; readonly value: EngineReplies[keyof EngineReplies] }
  | { readonly id: number; readonly failure: string; readonly of: FailureKind }
  /** Not the end of the call: how many of its steps are done. */
  | { readonly id: number; readonly done: number };
