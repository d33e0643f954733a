import type { ItemCounts } from '../../domain/itemCounts.js';
import { ownQuestions } from './ownQuestions.js';
import type { RoundWords } from './RoundWords.js';

/** A round in words of our own, which nothing is held against. */
export const ownWords = (block: bigint, counts: ItemCounts): RoundWords => ({
  questions: ownQuestions(block, counts),
  reference: null,
});
