import type { Graded } from '../../evaluate/grading/Graded.js';
import type { RoundItems } from '../../reconstruct/items/drawItems.js';
import type { Sent } from '../../reconstruct/items/sentPrompts.js';

/** What a round asks on the axes beside the duel. */
export interface RoundQuestions {
  /** Whose words: recrown's own, or those of an evaluator that the person gave. */
  readonly wording: 'own' | 'reference';
  /** Right answers, and what answers are graded by. */
  readonly items: RoundItems;
  /** User turns by axis, as they go through the chat template. */
  readonly prompts: Readonly<Record<string, readonly Sent[]>>;
  /** Grades a capability item whose right answers are the evaluator's own pattern; recrown runs no pattern of others. */
  readonly gradePattern?: (index: number, text: string) => Promise<Graded>;
}
