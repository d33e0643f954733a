import type { RoundResult } from '../../domain/verdict.js';

/** How the sentences begin that come from swapping one input at a time. */
const FROM_SWAPPING = /\b(?:published (?:scores|round)|claimed scores?)\b/i;

/**
 * The one sentence that says most about the cause: a breach, which needs no model, else what swapping one input showed, else
 * the first reason. All reasons stand in full on the round screen.
 */
export const causeReason = (result: RoundResult): string => {
  const breaches = result.breaches.map((breach) => `${breach.code} ${breach.title} (u${breach.uid})`);
  if (breaches.length > 0) return breaches.join('; ');
  const swapped =
    result.cause === null ? undefined : result.reasons.find((reason) => FROM_SWAPPING.test(reason));
  return swapped ?? result.reasons[0] ?? '';
};

/** The word for the cause; a wrong crown without one says that it was not found. */
export const causeWord = (result: RoundResult): string =>
  result.cause ?? (result.verdict === 'wrong-crown' ? 'not found' : 'none');
