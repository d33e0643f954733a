import type { GreedyOutcome, GreedyPlan } from '../decode/decodeGreedy.js';

/** Sessions as the engine process knows them: numbers given by the parent. */
export interface OpenSession {
  readonly kind: 'open';
  readonly session: number;
  /** Bytes of the ONNX model. */
  readonly model: Uint8Array;
  /** Folder to which the model's external data is relative. */
  readonly folder: string;
  readonly threads: number;
  /** Whether weights stay in their file; see `SESSION_OPTIONS`. */
  readonly mapped: boolean;
}

export interface RunSession {
  readonly kind: 'run';
  readonly session: number;
  readonly feeds: Readonly<Record<string, Feed>>;
  readonly fetches: readonly string[];
}

export interface Feed {
  readonly dims: readonly number[];
  readonly data: Int32Array | BigInt64Array;
}

/** A decoding; its steps stay in the engine process, and so do states and logits. */
export interface DecodeSession extends GreedyPlan {
  readonly kind: 'decode';
  /** A session with the inputs `ids`, `positions`, `rows` and those of `states`, and the output `logits`. */
  readonly session: number;
  /** The session of the runs after the first, with the same names. */
  readonly stepSession: number;
  /** Inputs that start as zeros, float32, each with its output. */
  readonly states: readonly StateOf[];
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

export type EngineCall = OpenSession | RunSession | DecodeSession | CloseSession | DescribeLibrary;

/** What a call of each kind gives back. */
export interface EngineReplies {
  readonly open: null;
  readonly run: Readonly<Record<string, Float32Array | Int32Array>>;
  readonly decode: GreedyOutcome;
  readonly close: null;
  readonly describe: LibraryFacts;
}

export interface LibraryFacts {
  readonly version: string;
  /** Native files with their SHA-256, as `name sha256` lines in ascending order. */
  readonly nativeFiles: readonly string[];
}

export type EngineRequest = { readonly id: number } & EngineCall;

export type EngineReply =
  | { readonly id: number; readonly value: EngineReplies[keyof EngineReplies] }
  | { readonly id: number; readonly failure: string }
  /** Not the end of the call: how many of its steps are done. */
  | { readonly id: number; readonly done: number };
