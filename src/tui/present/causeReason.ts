import type { RoundResult } from '../../domain/verdict.js';

/** The sentence that shows the cause of a wrong crown, else the first reason. All reasons stand in full on the round screen. */
export const causeReason = (result: RoundResult): string => result.causeNote ?? result.reasons[0] ?? '';

/** The word for the cause; a wrong crown without one says that it was not found. */
export const causeWord = (result: RoundResult): string =>
  result.cause ?? (result.verdict === 'wrong-crown' ? 'not found' : 'none');
