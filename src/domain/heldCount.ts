import type { RoundReference } from './referenceCheck.js';

/** How much was held against an evaluator, and how much of it differs. */
export const heldCount = ({ checked, differ }: Pick<RoundReference, 'checked' | 'differ'>): string =>
  `${checked} draws and grades held against the evaluator, ${differ} ${differ === 1 ? 'differs' : 'differ'}`;
