import type { Graded } from './Graded.js';
import { stripThinking } from './stripThinking.js';
import { trimmed } from './trimmed.js';

const EDGE = /[\s"'`.,]/;

/** Grade of an answer on a procedural item: the whole answer, in any case, without quotation at its ends or one box around it. */
export function gradeProcedural(text: string, gold: string): Graded {
  const answer = trimmed(stripThinking(text), EDGE);
  const boxed = /^\\boxed\{([^{}]*)\}$/.exec(answer);
  const pred = boxed === null ? answer : trimmed(boxed[1] as string, EDGE);
  return { pred, ok: pred.toLowerCase() === gold.toLowerCase() };
}
