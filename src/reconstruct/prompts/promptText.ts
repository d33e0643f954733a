import { isPrintable } from '../../python/isPrintable.js';
import { codePointLength, firstCodePoints, rfind, strip } from '../../python/text.js';

/** Code points that a sampled text keeps at most; a cut falls on a space only in the second half. */
export const TEXT_LIMIT = 10_000;
const EARLIEST_CUT = 5_000;

const LAYOUT = new Set(['\n', '\t', '\r']);

/**
 * The prompt that the evaluator makes of one text of the corpus: the sampling cut, then the formatter.
 * A text that the formatter rejects becomes the empty string and stays in the draw.
 * Rule: duel prompts, docs/methodology.md.
 * @param text may be cut by the reader, as long as more than TEXT_LIMIT code points are left of a longer text
 */
export const promptText = (text: string): string => formatted(cut(text));

function cut(text: string): string {
  const head = firstCodePoints(text, TEXT_LIMIT);
  if (head.length === text.length) return text;
  const space = rfind(head, ' ');
  return space > EARLIEST_CUT ? firstCodePoints(head, space) : head;
}

/** The formatter's own limit of 10,000 code points never applies: the cut comes first and nothing grows. */
function formatted(text: string): string {
  const kept = Array.from(text).filter((char) => char >= ' ' || LAYOUT.has(char));
  const prompt = strip(kept.join(''));
  let readable = 0;
  for (const char of prompt) if (LAYOUT.has(char) || isPrintable(char.codePointAt(0) as number)) readable++;
  return 2 * readable < codePointLength(prompt) ? '' : prompt;
}
