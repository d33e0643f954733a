import { AuditError } from './base.js';

/** A checkout of the evaluator that cannot be used as the reference. Exit 69. */
export class EvaluatorError extends AuditError {
  readonly code: string = 'EVALUATOR';
  readonly exitCode = 69 as const;
}

/** Nothing here confines the evaluator's code, so it is not run. */
export class EvaluatorUnconfinedError extends EvaluatorError {
  override readonly code = 'EVALUATOR_UNCONFINED';
}

/** The evaluator's code takes longer than it is given. */
export class EvaluatorTimeError extends EvaluatorError {
  override readonly code = 'EVALUATOR_TIME';
}

/** The evaluator's code prints or answers more than is read. */
export class EvaluatorOutputError extends EvaluatorError {
  override readonly code = 'EVALUATOR_OUTPUT';
}

/** The evaluator's code ended its process before it answered. */
export class EvaluatorEndedError extends EvaluatorError {
  override readonly code = 'EVALUATOR_ENDED';
}

/** The evaluator's code raised an exception. */
export class EvaluatorRaisedError extends EvaluatorError {
  override readonly code = 'EVALUATOR_RAISED';
}

/** What the evaluator's code gives is not in the form of its calls. */
export class EvaluatorAnswerError extends EvaluatorError {
  override readonly code = 'EVALUATOR_ANSWER';
}

/** The evaluator draws other items than recrown, so that its questions have other answers. Exit 70. */
export class EvaluatorDisagreesError extends AuditError {
  readonly code = 'EVALUATOR_DISAGREES';
  readonly exitCode = 70 as const;
}
