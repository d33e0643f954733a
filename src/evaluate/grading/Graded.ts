/** What was read from an answer, and whether it counts. */
export interface Graded {
  readonly pred: string;
  readonly ok: boolean;
}
