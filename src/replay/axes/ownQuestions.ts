import type { ItemCounts } from '../../domain/itemCounts.js';
import { drawItems } from '../../reconstruct/items/drawItems.js';
import { sentPrompts } from '../../reconstruct/items/sentPrompts.js';
import type { RoundQuestions } from './RoundQuestions.js';

/** The questions of a round in words of our own. */
export function ownQuestions(block: bigint, counts: ItemCounts): RoundQuestions {
  const items = drawItems(block, counts);
  return { wording: 'own', items, prompts: sentPrompts(items, block) };
}
