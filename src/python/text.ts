/** What `str.isspace` holds for: bidirectional classes WS, B, S and category Zs. U+FEFF is not among them. */
const SPACES = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const OUTER_START = new RegExp(`^[${SPACES}]+`);
const SPACE = new RegExp(`[${SPACES}]`);
const SPACE_RUN = new RegExp(`[${SPACES}]+`);

const isPairAt = (text: string, at: number): boolean => (text.codePointAt(at) as number) > 0xffff;

/** Python's `len` of a str: code points, not UTF-16 units. */
export function codePointLength(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += isPairAt(text, at) ? 2 : 1) count++;
  return count;
}

/** Python's `text[:count]` for a count of 0 or more: the first `count` code points. */
export function firstCodePoints(text: string, count: number): string {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left--) at += isPairAt(text, at) ? 2 : 1;
  return text.slice(0, at);
}

/** Python's `text.rfind(part)`: the code point index of the last occurrence, or -1. */
export function rfind(text: string, part: string): number {
  const at = text.lastIndexOf(part);
  return at < 0 ? -1 : codePointLength(text.slice(0, at));
}

/** Python's `text.strip()`: without Unicode white space at both ends. */
export function strip(text: string): string {
  const start = OUTER_START.exec(text)?.[0].length ?? 0;
  let end = text.length;
  while (end > start && SPACE.test(text[end - 1] as string)) end--;
  return text.slice(start, end);
}

/** Python's `text.split()`: the parts between runs of Unicode white space. */
export const words = (text: string): string[] => text.split(SPACE_RUN).filter((part) => part !== '');
