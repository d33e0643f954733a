import type { ChainState } from '../../../src/domain/chainState.js';
import type { PublishedRound } from '../../../src/domain/published.js';
import type { RepositoryManifest } from '../../../src/domain/snapshot.js';
import type { Cast } from './cast.js';
import type { Inputs, Truth } from './truth/crown.js';
import type { Bug, Rules } from './truth/rules.js';

/** Where rounds of one era are planted, and which rules were legal there. */
export interface Ground {
  readonly eraId: string;
  /** True when the boundaries of the eras are known, so that only this one is possible. */
  readonly isSure: boolean;
  /** First and last round that may be planted. */
  readonly rounds: readonly [number, number];
  /** Every legal set of rules, the default first. */
  readonly rulesAt: (roundId: number) => readonly Rules[];
  /** First block of a commitment that counts. */
  readonly earliest: number;
  /** Config that a model must have. */
  readonly config: Readonly<Record<string, unknown>>;
}

export interface Blocks {
  readonly roundId: number;
  readonly seedBlock: number;
  readonly cutoffBlock: number;
  readonly activationBlock: number;
  readonly nextSeedBlock: number;
}

/** One validator as it was, private state included. */
export interface Validator {
  readonly uid: number;
  readonly stake: number;
  readonly rules: Rules;
  readonly bugs: ReadonlySet<Bug>;
  /** What it decided from. */
  readonly inputs: Inputs;
  /** What it decided. */
  readonly decided: Truth;
  /** The row that it set; null = it set none in this round. */
  readonly row: readonly (readonly [number, number])[] | null;
}

/** Scores as they are measured again: by UID, text, form and formula. */
export type Replayed = (
  uid: number,
  capture: string,
  form: 'contrib' | 'plain',
  mode: Rules['mode'],
) => readonly number[] | null;

/** What an audit knows of a round before this one. */
export interface EarlierPlanted {
  readonly roundId: number;
  readonly crowned: { readonly uid: number; readonly hotkeys: readonly string[] } | null;
  readonly king: {
    readonly uid: number;
    readonly hotkey: string;
    readonly repo: string;
    readonly revision: string;
    readonly committedAt: number;
  } | null;
}

/** One planted round: what the world shows, and the truth about it. */
export interface PlantedRound {
  readonly index: number;
  readonly eraId: string;
  readonly isSure: boolean;
  readonly blocks: Blocks;
  /** Names of the draws that made it. */
  readonly cast: Cast;
  readonly chain: string;
  readonly missing: string;
  /** null in an honest round. */
  readonly fault: string | null;
  readonly seedHash: string;
  readonly cutoff: ChainState;
  readonly seed: ChainState;
  readonly window: readonly ChainState[];
  readonly views: readonly PublishedRound[];
  readonly disqualifiedBefore: readonly string[];
  readonly earlier: readonly EarlierPlanted[];
  readonly manifests: readonly RepositoryManifest[];
  readonly config: Readonly<Record<string, unknown>>;
  readonly captures: readonly string[];
  readonly replayed: Replayed | null;
  /** What a replay decides from, on each captured text: replayed scores, and what is published. */
  readonly given: readonly Inputs[];
  /** King and challengers are those of the cast; false when a fault or a missing input may seat others. */
  readonly seatsCast: boolean;
  readonly legal: readonly Rules[];
  readonly validators: readonly Validator[];
  /** Whom rows with more than half of the stake crown; undefined when no such majority set a row. */
  readonly rowsCrown: number | null | undefined;
  /** Every crown that a validator with legal rules may have given, from the true inputs of any of them. */
  readonly legalCrowns: ReadonlySet<number | null>;
  /** Codes of planted breaches, and whether one of them is decisive. */
  readonly planted: readonly string[];
  readonly decisive: boolean;
}
