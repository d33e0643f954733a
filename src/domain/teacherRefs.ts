import type { Absent } from './absent.js';
import type { AxisRecord } from './axisRecord.js';

/** What the teacher itself says in a round: plain values that are the same for every model of it. */
export interface TeacherRefs {
  readonly schema: 1;
  /** Number of the round's seed block. */
  readonly seed: string;
  /** Whose words it was asked in; recrown's own where it is left out. */
  readonly wording?: 'reference' | undefined;
  /** Its answers to the capability items. */
  readonly capability: AxisRecord | Absent;
  /** Tokens of each chat answer, without the one that ends the turn. */
  readonly chatLengths: readonly number[] | Absent;
  /** Its texts on the requests of the think probe, with their tokens, without the one that ends the turn. */
  readonly think: readonly { readonly text: string; readonly tokens: number }[] | Absent;
}
