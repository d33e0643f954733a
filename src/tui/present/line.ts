import stringWidth from 'string-width';
import type { Token } from '../theme.js';

/** A piece of a line with one meaning. Its text is clean: it came through `Look.clean` or from this program. */
export interface Span {
  readonly text: string;
  readonly token?: Token;
}

/** One row of the screen, never wider than the window. */
export type Line = readonly Span[];

/** Characters of one cell each: Latin, and the lines, blocks and marks that the screens draw with. */
const SINGLE = /^[\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff\u2248\u2500-\u25cf\u2713\u2717]*$/;

/** Cells that a text takes in a terminal. */
export const cells = (text: string): number => (SINGLE.test(text) ? text.length : stringWidth(text));

export const span = (text: string, token?: Token): Span => (token === undefined ? { text } : { text, token });

export const lineCells = (line: Line): number => line.reduce((sum, part) => sum + cells(part.text), 0);

/** The longest start of a text that takes at most `width` cells. */
const start = (text: string, width: number): string => {
  if (cells(text) <= width) return text;
  let taken = '';
  let used = 0;
  for (const { segment } of new Intl.Segmenter().segment(text)) {
    used += cells(segment);
    if (used > width) break;
    taken += segment;
  }
  return taken;
};

/** Cuts a text at its end and says so with two dots. */
export const cutEnd = (text: string, width: number): string => {
  if (cells(text) <= width) return text;
  return width < 3 ? start(text, Math.max(0, width)) : `${start(text, width - 2)}..`;
};

/** Cuts a hash or address in the middle: first and last characters stay. */
export const cutMiddle = (text: string, ends = 4): string =>
  text.length <= ends * 2 + 2 ? text : `${text.slice(0, ends)}..${text.slice(-ends)}`;

/** A text in exactly `width` cells. */
export const pad = (text: string, width: number, align: 'left' | 'right' = 'left'): string => {
  const kept = cutEnd(text, width);
  const blank = ' '.repeat(Math.max(0, width - cells(kept)));
  return align === 'left' ? `${kept}${blank}` : `${blank}${kept}`;
};

/** A line of at most `width` cells; what is over is cut and announced. */
export const fitLine = (line: Line, width: number): Line => {
  if (lineCells(line) <= width) return line;
  const kept: Span[] = [];
  let left = Math.max(0, width - 2);
  for (const part of line) {
    const text = start(part.text, left);
    left -= cells(text);
    if (text === part.text) {
      kept.push(part);
      continue;
    }
    kept.push({ ...part, text: width < 3 ? start(part.text, width) : `${text}..` });
    break;
  }
  return kept;
};

/** A piece of a line that is shown whole or not at all; the highest rank goes first. */
export interface Part {
  readonly text: string;
  readonly rank: number;
}

/** Joins the parts that fit. Numbers are never cut: a part without room is left out, and two dots say so. */
export const fitParts = (parts: readonly Part[], width: number): string => {
  const join = (some: readonly Part[], all: boolean): string =>
    [...some.map((part) => part.text), ...(all ? [] : ['..'])].join('  ');
  let kept = parts.filter((part) => part.text !== '');
  const full = kept.length;
  while (kept.length > 1 && cells(join(kept, kept.length === full)) > width) {
    const highest = Math.max(...kept.map((part) => part.rank));
    const at = kept.map((part) => part.rank).lastIndexOf(highest);
    kept = kept.filter((_, index) => index !== at);
  }
  return cutEnd(join(kept, kept.length === full), width);
};

/** Breaks a text at spaces into lines of at most `width` cells; a longer word is broken too. */
export const wrap = (text: string, width: number): string[] => {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    let rest = word;
    if (current !== '' && cells(current) + 1 + cells(rest) <= width) {
      current = `${current} ${rest}`;
      continue;
    }
    if (current !== '') lines.push(current);
    while (cells(rest) > width) {
      const head = start(rest, width) || rest.slice(0, 1);
      lines.push(head);
      rest = rest.slice(head.length);
    }
    current = rest;
  }
  return [...lines, current];
};

/** Two blocks side by side, cut to their widths. */
export const beside = (
  left: readonly Line[],
  right: readonly Line[],
  leftWidth: number,
  gap: string,
): Line[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, row) => {
    const first = fitLine(left[row] ?? [], leftWidth);
    return [
      ...first,
      span(' '.repeat(Math.max(0, leftWidth - lineCells(first)))),
      span(gap, 'text.secondary'),
      ...(right[row] ?? []),
    ];
  });
