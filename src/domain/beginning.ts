/**
 * The first words of a text on one line: runs of blanks and line breaks become one space, and two dots say that more
 * follows. It is not cleaned: whoever shows it does that.
 * @param most code points of the result, beside the dots; a word is cut only where it fills the latter half of them
 */
export const beginning = (text: string, most: number): string => {
  // A text may be large: only as much as can be shown is looked at.
  const head = text.slice(0, most * 4);
  const chars = Array.from(head.replace(/\s+/g, ' ').trim());
  if (head.length === text.length && chars.length <= most) return chars.join('');
  const kept = chars.slice(0, most).join('');
  const space = chars[most] === ' ' ? -1 : kept.lastIndexOf(' ');
  return `${space > kept.length / 2 ? kept.slice(0, space) : kept}..`;
};
