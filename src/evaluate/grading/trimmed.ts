/** A text without the characters of a set at its ends; in time linear in the text, as a pattern would not be. */
export function trimmed(text: string, edge: RegExp, ends: 'both' | 'end' = 'both'): string {
  let [start, end] = [0, text.length];
  if (ends === 'both') while (start < end && edge.test(text[start] as string)) start += 1;
  while (end > start && edge.test(text[end - 1] as string)) end -= 1;
  return text.slice(start, end);
}
