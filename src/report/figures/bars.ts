import type { Charset } from './marks.js';

const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉'];

export interface BarOptions {
  readonly charset: Charset;
  /** Character of the filled part in ASCII. */
  readonly fill?: string;
  /** Character of the part that is not filled; a space where the scale is not shown. */
  readonly rest?: string;
}

/**
 * Draws a share as a bar of `width` cells. A share above 0 is never an empty bar, and a share under 1 never a full one.
 * @param share 0 to 1; outside values are clamped, NaN counts as 0
 */
export const renderBar = (share: number, width: number, options: BarOptions): string => {
  const { charset, fill = '#', rest = ' ' } = options;
  const clamped = Number.isFinite(share) ? Math.min(1, Math.max(0, share)) : 0;
  if (width <= 0) return '';
  const parts = charset === 'unicode' ? 8 : 1;
  let cells = Math.round(clamped * width * parts);
  if (clamped > 0) cells = Math.max(1, cells);
  if (clamped < 1) cells = Math.min(width * parts - 1, cells);
  const full = Math.floor(cells / parts);
  const body = charset === 'unicode' ? '█'.repeat(full) + (EIGHTHS[cells % 8] ?? '') : fill.repeat(full);
  return body + rest.repeat(Math.max(0, width - body.length));
};

export interface PairedBar {
  /** Share of the first, 0 to 1. */
  readonly expected: number;
  readonly set: number;
}

/**
 * Draws two shares on one scale with letters: `e` only the first, `s` only the second, `B` both.
 * The letters carry the meaning, so both character sets draw the same.
 * @param letters of the first alone and of the second alone
 */
export const renderPairedBar = (
  bar: PairedBar,
  width: number,
  [first, second]: readonly [string, string] = ['e', 's'],
): string => {
  const cells = (share: number): number =>
    share > 0 ? Math.max(1, Math.min(width, Math.round(share * width))) : 0;
  const expected = cells(bar.expected);
  const set = cells(bar.set);
  const both = Math.min(expected, set);
  return `${'B'.repeat(both)}${first.repeat(expected - both)}${second.repeat(set - both)}`.padEnd(width);
};
