import { asciiOnly, printable } from '../../domain/printable.js';
import type { Charset } from '../../report/figures/marks.js';
import { cells, type Line, span } from './line.js';

/** How things are drawn: characters that may be used, and the size of the frame in cells. */
export interface Look {
  readonly charset: Charset;
  readonly width: number;
  readonly height: number;
}

/** Text of a chain, hub or journal made safe for this screen: the one way in. */
export const clean = (text: string, look: Look, max = 400): string => {
  const safe = printable(text, max);
  return look.charset === 'ascii' ? asciiOnly(safe) : safe;
};

/** A line across the frame, with a title when one is given. */
export const rule = (look: Look, title = '', width = look.width): Line => {
  const char = look.charset === 'unicode' ? '─' : '-';
  if (title === '') return [span(char.repeat(width), 'text.secondary')];
  const rest = Math.max(0, width - cells(title) - 4);
  return [
    span(`${char}${char} `, 'text.secondary'),
    span(title, 'text.heading'),
    span(` ${char.repeat(rest)}`, 'text.secondary'),
  ];
};
