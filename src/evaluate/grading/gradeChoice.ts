import type { Graded } from './Graded.js';
import { stripThinking } from './stripThinking.js';

const BEFORE = '(?<![\\p{L}\\p{N}_])';
const AFTER = '(?![\\p{L}\\p{N}_])';

/** Explicit answers in the order in which they are looked for; their exact forms are inferred. */
const EXPLICIT = [
  `${BEFORE}answer\\s*(?:is|:|=)\\s*[*(]*([A-J])${AFTER}`,
  '\\\\boxed\\{\\s*\\(?([A-J])\\)?\\s*\\}',
  '\\*\\*\\s*\\(?([A-J])\\)?[.:]?\\s*\\*\\*',
  '^\\s*\\(?([A-J])\\)?[.:)]?\\s*$',
].map((source) => new RegExp(source, 'gimu'));
const ALONE = new RegExp(`${BEFORE}([A-J])${AFTER}`, 'gu');

/**
 * The option of a multiple-choice answer: the last match of the first explicit form that gives a letter in range, else
 * the last capital that stands alone (rule: grading, docs/methodology.md).
 *
 * @param last the last letter in range: J for knowledge and truthful, E for arc
 */
export function gradeChoice(text: string, gold: string, last: 'E' | 'J'): Graded {
  const answer = stripThinking(text);
  for (const form of [...EXPLICIT, ALONE]) {
    const letters = [...answer.matchAll(form)].map((found) => (found[1] as string).toUpperCase());
    const pred = letters.filter((letter) => letter <= last).at(-1);
    if (pred !== undefined) return { pred, ok: pred === gold };
  }
  return { pred: '', ok: false };
}
