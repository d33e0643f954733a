import type { AxisRecord } from '../../domain/axisRecord.js';
import type { EvaluatorIdentity, HeldOf, HeldPart, WithoutReference } from '../../domain/referenceCheck.js';
import type { RoundQuestions } from './RoundQuestions.js';

/** The evaluator behind the questions of a round, with its draws held against ours already. */
interface ReferenceSide {
  readonly identity: EvaluatorIdentity;
  /** sha256 of everything that is asked, in canonical JSON. */
  readonly digest: string;
  readonly draws: HeldPart;
  readonly ownWords: readonly WithoutReference[];
  /**
   * Holds grades against those of the evaluator.
   * @throws EvaluatorError when it cannot be asked
   */
  readonly holdGrades: (of: HeldOf, records: readonly AxisRecord[]) => Promise<HeldPart>;
}

/** What a round asks, in whose words. */
export interface RoundWords {
  readonly questions: RoundQuestions;
  /** Null for words of our own. */
  readonly reference: ReferenceSide | null;
}
