import { stripThinking } from './stripThinking.js';

/** Whether an answer holds the code that was asked for, in any case, and none of the others. */
export function gradeNeedle(text: string, gold: string, confusers: readonly string[]): boolean {
  const answer = stripThinking(text).toLowerCase();
  return answer.includes(gold.toLowerCase()) && !confusers.some((one) => answer.includes(one.toLowerCase()));
}
