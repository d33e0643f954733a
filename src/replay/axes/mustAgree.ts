import { EvaluatorDisagreesError } from '../../errors/evaluator.js';
import type { ReferenceQuestions } from './referenceQuestions.js';

/** @throws EvaluatorDisagreesError when draws differ: answers to its questions would be held against other items */
export function mustAgree({ check: { differences } }: ReferenceQuestions): void {
  const [first] = differences;
  if (first === undefined) return;
  throw new EvaluatorDisagreesError({
    what: 'the evaluator draws other items than recrown',
    why: `${differences.length} differ, the first on ${first.axis}`,
    remedy: 'See them with recrown items --evaluator; leave --evaluator out for our own wording.',
  });
}
