const PART = String.raw`(?:[A-Za-z0-9_-]+|"(?:[^"\\\n]|\\.)*"|'[^'\n]*')`;
const NAME = String.raw`${PART}(?:\s*\.\s*${PART})*`;
const HEADER = new RegExp(String.raw`^\s*\[\[?\s*(${NAME})\s*\]`);
const ENTRY = new RegExp(String.raw`^\s*(${NAME})\s*=`);

/** The parts of a dotted name, without their quotes. */
const partsOf = (name: string): string =>
  (name.match(new RegExp(PART, 'g')) ?? []).map((part) => part.replace(/^(["'])(.*)\1$/s, '$2')).join('.');

/**
 * The line of each entry and table of a TOML text, from 1, by dotted name: parsers give values without their place. The
 * text has parsed, so that a name stands once; the inside of a text over several lines may be taken for an entry, and no
 * setting has such a text.
 */
export function linesOf(toml: string): ReadonlyMap<string, number> {
  const lines = new Map<string, number>();
  let table = '';
  toml.split('\n').forEach((line, index) => {
    const header = HEADER.exec(line)?.[1];
    const entry = ENTRY.exec(line)?.[1];
    if (header !== undefined) table = partsOf(header);
    const name =
      header !== undefined
        ? table
        : entry === undefined
          ? null
          : [table, partsOf(entry)].filter(Boolean).join('.');
    if (name !== null && !lines.has(name)) lines.set(name, index + 1);
  });
  return lines;
}
