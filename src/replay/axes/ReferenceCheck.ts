import type { ReferenceIdentity } from '../../evaluate/reference/openReference.js';

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
