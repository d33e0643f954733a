import { firstCodePoints, strip } from '../../python/text.js';
import type { Graded } from './Graded.js';
import { stripThinking } from './stripThinking.js';

const SHOWN = 80;

/**
 * The option of a reasoning answer: the first capital letter of its last line, even one that begins a word; without any
 * the line itself. Compared without case and parentheses (rule: grading, docs/methodology.md).
 *
 * @param gold `(A)` to `(D)`
 */
export function gradeReasoning(text: string, gold: string): Graded {
  const line = strip(stripThinking(text).split('\n').at(-1) as string);
  const letter = /[A-Z]/.exec(line)?.[0];
  const pred = letter === undefined ? firstCodePoints(line, SHOWN) : `(${letter})`;
  return { pred, ok: plain(pred) === plain(gold) };
}

const plain = (text: string): string => strip(text.toLowerCase().replace(/[()]/g, ''));
