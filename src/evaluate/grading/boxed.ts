const MARK = '\\boxed{';

/** Content of the last closed `\boxed{...}` of a text, with nested braces counted; null without one. */
export function lastBoxed(text: string): string | null {
  const open: { readonly start: number; readonly boxed: boolean }[] = [];
  let last: { readonly start: number; readonly end: number } | null = null;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '{') open.push({ start: at + 1, boxed: text.startsWith(MARK, at + 1 - MARK.length) });
    if (text[at] !== '}') continue;
    const closed = open.pop();
    if (closed?.boxed && (last === null || closed.start > last.start))
      last = { start: closed.start, end: at };
  }
  return last === null ? null : text.slice(last.start, last.end);
}
