import { xmlText } from '../../src/report/formats/xmlText.js';
import { cells, type Line, type Span } from '../../src/tui/present/line.js';
import { CELL, short } from './cell.js';
import { strokes } from './strokes.js';
import { tokenClass } from './terminalStyle.js';

/** Words with single blanks between them; a run of one shape; or another character, alone in its cells. */
const PIECES = /[!-~]+(?: [!-~]+)*|([\u2500-\u259f])\1*|[^ ]/gu;

const classOf = ({ token }: Span): string => (token === undefined ? '' : ` class="${tokenClass(token)}"`);

const piece = (text: string, column: number, row: number, attribute: string): string => {
  const x = column * CELL.width;
  const drawn = strokes(text.charAt(0), text.length, x, row * CELL.height);
  if (drawn !== null) return `<path${attribute} d="${drawn}"/>`;
  const y = short(row * CELL.height + CELL.baseline);
  const wide = cells(text) * CELL.width;
  // The viewer's font is not known: what is written takes exactly its cells.
  return text.length > 1
    ? `<text${attribute} x="${short(x)}" y="${y}" textLength="${short(wide)}">${xmlText(text)}</text>`
    : `<text${attribute} x="${short(x + wide / 2)}" y="${y}" text-anchor="middle">${xmlText(text)}</text>`;
};

/**
 * One row of a screen as SVG: each word where its cells are.
 * @param row from 0 on, counted from the upper edge
 */
export function drawLine(line: Line, row: number): string {
  let column = 0;
  return line
    .flatMap((span) => {
      const start = column;
      column += cells(span.text);
      return [...span.text.matchAll(PIECES)].map((found) =>
        piece(found[0], start + cells(span.text.slice(0, found.index)), row, classOf(span)),
      );
    })
    .join('');
}
