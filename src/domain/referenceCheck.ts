import type { Uid } from './identity.js';

/** Which evaluator was asked: what a record of it holds. */
export interface ReferenceIdentity {
  /** As the person told it; null when it was not told. It is not checked. */
  readonly commit: string | null;
  /** The files that were read. */
  readonly files: readonly { readonly path: string; readonly sha256: string }[];
}

/** One draw or grade on which recrown and the evaluator part. */
export interface ReferenceDifference {
  /** Name of the list of draws, or of the axis. */
  readonly axis: string;
  /** From 0; null where the number of entries differs, or the evaluator's probe fails. */
  readonly index: number | null;
  readonly ours: unknown;
  readonly theirs: unknown;
}

/** Something that is not in the evaluator's words, or not held against it, with the reason. */
export interface WithoutReference {
  readonly axis: string;
  readonly why: string;
}

/** What came of holding recrown against an evaluator: plain JSON. */
export interface ReferenceCheck extends ReferenceIdentity {
  readonly agrees: boolean;
  /** Draws or grades that were held against each other. */
  readonly checked: number;
  readonly differences: readonly ReferenceDifference[];
  readonly unchecked: readonly WithoutReference[];
  /** Axes that are asked in our own words all the same. */
  readonly ownWords: readonly WithoutReference[];
}

/** An evaluator whose words were asked, as a replay names it. */
export interface EvaluatorIdentity extends ReferenceIdentity {
  /** sha256 of the canonical JSON of `files`. */
  readonly digest: string;
  /** Whose word the commit is; null where none was told. */
  readonly commitBy: 'person' | null;
}

/** What was held against an evaluator: the draws of a round, the teacher's own answers, or those of one contender. */
export type HeldOf = 'draws' | 'teacher' | Uid;

/** A difference as a replay keeps it: both sides as JSON texts, cut where they are long. */
interface KeptDifference extends ReferenceDifference {
  readonly ours: string;
  readonly theirs: string;
}

/** What came of holding one part of a round against an evaluator. */
export interface HeldPart {
  readonly of: HeldOf;
  readonly checked: number;
  /** Axes with differences, and how many each has. */
  readonly differ: Readonly<Record<string, number>>;
  /** The first of them. */
  readonly differences: readonly KeptDifference[];
  readonly unchecked: readonly WithoutReference[];
}

/** An evaluator beside a round that was asked in its words. */
export interface RoundReference extends EvaluatorIdentity {
  /** Draws and grades that were held against it, and those that differ. */
  readonly checked: number;
  readonly differ: number;
  readonly parts: readonly HeldPart[];
  /** What is in our own words all the same. */
  readonly ownWords: readonly WithoutReference[];
}
