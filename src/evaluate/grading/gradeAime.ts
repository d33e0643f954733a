import { int } from '../../python/number.js';
import { lastBoxed } from './boxed.js';
import type { Graded } from './Graded.js';
import { stripThinking } from './stripThinking.js';

const WHOLE = /-?\p{Nd}[\p{Nd},]*/u;
const WHOLES = new RegExp(WHOLE.source, 'gu');
const PHRASE = /answer\s*(?:is|=|:)\s*(-?\p{Nd}[\p{Nd},]*)/iu;

/**
 * The whole number of a contest answer: the first in the last `\boxed{}`, that of an "answer is" phrase, else the last
 * of the text; without thousands separators. `####` has no role (rule: grading, docs/methodology.md).
 */
export function gradeAime(text: string, gold: string): Graded {
  const answer = stripThinking(text);
  const boxed = lastBoxed(answer);
  const found =
    (boxed === null ? undefined : WHOLE.exec(boxed)?.[0]) ??
    PHRASE.exec(answer)?.[1] ??
    answer.match(WHOLES)?.at(-1) ??
    '';
  const pred = found.replaceAll(',', '');
  const value = int(pred);
  return { pred, ok: value !== null && value === int(gold) };
}
