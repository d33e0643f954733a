/** Longest text that is shown without saying that it was cut, in characters. */
const DEFAULT_MAX = 4096;

/**
 * What must never reach a terminal or a page as it is: controls (C0, DEL, C1), format characters (bidi, zero-width, tags),
 * line and paragraph separators, blanks other than the space, marks that stack on their neighbour, and code points that
 * are private, unassigned, half a pair or ignorable.
 */
const UNSAFE = /[\p{C}\p{Zl}\p{Zp}\p{M}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;

const NAMED: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

const escapeOf = (char: string): string => {
  const code = char.codePointAt(0) ?? 0;
  return (
    NAMED[char] ??
    (code <= 0xff ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16).padStart(4, '0')}}`)
  );
};

const cut = (text: string, max: number): string => {
  if (text.length <= max) return text;
  const more = `..(${text.length} characters)`;
  const keep = Math.max(0, max - more.length);
  const end = (text.codePointAt(keep - 1) ?? 0) > 0xffff ? keep - 1 : keep;
  return `${text.slice(0, end)}${more}`;
};

/**
 * Makes text of a chain, a hub or a model safe to show: each dangerous character becomes a visible escape (`\x1b`, `\n`,
 * `\u{202e}`), and a text over `max` characters is cut and says so. The stored bytes are not changed. Applying it twice
 * changes nothing more.
 * @param max length of the result, in UTF-16 units; at least 24 to leave room for the note
 */
export const printable = (text: string, max = DEFAULT_MAX): string => {
  const bounded = text.length > max * 2 ? text.slice(0, max * 2) : text;
  const safe = bounded.normalize('NFC').replace(UNSAFE, escapeOf);
  if (bounded.length === text.length) return cut(safe, max);
  const more = `..(${text.length} characters)`;
  return `${safe.slice(0, Math.max(0, max - more.length)).replace(/[\ud800-\udbff]$/, '')}${more}`;
};

/** Escapes every character outside 0x20 to 0x7e, for terminals and readers that know ASCII alone. */
export const asciiOnly = (text: string): string => text.replace(/[^\x20-\x7e]/gu, escapeOf);
