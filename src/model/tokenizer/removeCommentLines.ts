import { strip } from '../../python/text.js';

const isSpaceAt = (text: string, at: number): boolean => at < text.length && strip(text[at] as string) === '';

/**
 * Removes the comments `{# ... #}` of a template that stand first on a line and end on it, with the white space around
 * them, line ends included; what follows on the line stays. Source: the evaluator's check of chat templates, which
 * replaces `^\s*\{#.*?#\}\s*\n?` line by line. One pass, so that no text makes it slow.
 */
export function removeCommentLines(text: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let open = text.indexOf('{#'); open >= 0; open = text.indexOf('{#', open)) {
    const start = lineStart(text, from, open);
    const close = text.indexOf('#}', open + 2);
    const lineEnd = text.indexOf('\n', open);
    if (start === null || close < 0 || (lineEnd >= 0 && lineEnd < close)) {
      open += 2;
      continue;
    }
    kept.push(text.slice(from, start));
    from = close + 2;
    while (isSpaceAt(text, from)) from++;
    open = from;
  }
  kept.push(text.slice(from));
  return kept.join('');
}

/** The first start of a line from which only white space stands before `at`; null when there is none. */
function lineStart(text: string, from: number, at: number): number | null {
  let first = at;
  while (first > from && isSpaceAt(text, first - 1)) first--;
  if (first === 0 || text[first - 1] === '\n') return first;
  const line = text.indexOf('\n', first);
  return line >= 0 && line < at ? line + 1 : null;
}
