import { float } from '../../python/number.js';
import { strip } from '../../python/text.js';
import { lastBoxed } from './boxed.js';
import type { Graded } from './Graded.js';
import { stripThinking } from './stripThinking.js';
import { trimmed } from './trimmed.js';

const NUMBER = /-?\p{Nd}[\p{Nd},]*(?:\.\p{Nd}+)?/u;
const NUMBERS = new RegExp(NUMBER.source, 'gu');
const PHRASE = /answer\s*(?:is|=|:)\s*([^\s.]+)/iu;
const NEAR = 1e-6;

/**
 * The number that an answer gives: after the first `####` of its line, after an "answer is" phrase, else the last
 * number, else the last line (rule: grading, docs/methodology.md).
 *
 * @param boxedFirst a last `\boxed{}` comes before all, as self-consistency has it
 */
export function mathAnswer(text: string, boxedFirst = false): string {
  const answer = stripThinking(text);
  const boxed = boxedFirst ? lastBoxed(answer) : null;
  if (boxed !== null) return strip(boxed);
  const mark = answer.indexOf('####');
  if (mark >= 0) {
    const rest = answer.slice(mark + 4).split('\n', 1)[0] as string;
    return NUMBER.exec(rest)?.[0] ?? strip(rest);
  }
  const token = PHRASE.exec(answer)?.[1];
  if (token !== undefined) return NUMBER.exec(token)?.[0] ?? token;
  const last = answer.match(NUMBERS)?.at(-1);
  return last ?? strip(answer.split('\n').at(-1) as string);
}

/** Whether a prediction is the gold number: as text, or within 1e-6 as numbers. */
function isSameNumber(pred: string, gold: string): boolean {
  const [a, b] = [plain(pred), plain(gold)];
  if (a === b) return true;
  const [x, y] = [float(a), float(b)];
  return x !== null && y !== null && Math.abs(x - y) < NEAR;
}

const plain = (text: string): string => trimmed(strip(text.replace(/[,$]/g, '')), /\./, 'end');

/** Grade of an answer on a math, robustness, noise or tool-use item. */
export function gradeMath(text: string, gold: string): Graded {
  const pred = mathAnswer(text);
  return { pred, ok: isSameNumber(pred, gold) };
}
