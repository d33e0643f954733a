import type { RecurrenceForm } from './engine.js';
import type { ChainPass, ChainPrompt } from './hashChain.js';

/**
 * What parts two chains: they hold other rounds; one has a text or a pass that the other has not; a pass ran
 * another revision; a pass of one goes on where the other's ends; another prompt stands in the same place; the same prompt has other tokens; the same tokens
 * gave other results.
 */
export type PartingKind =
  | 'rounds'
  | 'texts'
  | 'passes'
  | 'models'
  | 'length'
  | 'prompts'
  | 'tokens'
  | 'results';

/** The first place at which two chains part. */
export interface Parting {
  readonly kind: PartingKind;
  /** null when they have no round in common. */
  readonly roundId: number | null;
  readonly pass: Omit<ChainPass, 'links' | 'head'> | null;
  /** Place in the pass, from 0; all before it are equal. */
  readonly position: number | null;
  /** What each side has there; null where it has nothing. */
  readonly a: ChainPrompt | null;
  readonly b: ChainPrompt | null;
}

export interface Bisection {
  readonly equal: boolean;
  /** Whether both engine fingerprints are one, and the server that gave the teacher's numbers; equal links of two engines are the same bits all the same. */
  readonly sameEngine: boolean;
  /** Whether both engines were seen to give their own bits again. */
  readonly repeats: boolean;
  readonly sameSnapshot: boolean;
  readonly rounds: {
    readonly both: readonly number[];
    readonly onlyA: readonly number[];
    readonly onlyB: readonly number[];
  };
  /** Links that were equal in the rounds before, and up to, the parting. */
  readonly equalLinks: number;
  readonly first: Parting | null;
}

/** Digests of the hidden states of one run on the parting prompt. */
export interface LayerRun {
  readonly form: RecurrenceForm;
  /** Digest of the engine's fingerprint. */
  readonly engine: string;
  readonly digests: readonly { readonly layer: number; readonly sha256: string }[];
}

/** The parting prompt, layer by layer. */
export interface LayerBisection {
  /** What was run, as the input of `recrown score`. */
  readonly request: { readonly ids: readonly number[]; readonly rows: readonly number[] };
  /** Runs on this machine. */
  readonly runs: readonly LayerRun[];
  /** The other party's run; null when none was given. */
  readonly against: LayerRun | null;
  /** The layer after which two of them first differ; null when all are equal or there is only one. */
  readonly first: {
    readonly layer: number;
    /** Where both values are here: the largest absolute difference, null when it is not finite, and its place. */
    readonly largest: {
      readonly difference: number | null;
      readonly token: number;
      readonly channel: number;
    } | null;
  } | null;
}
