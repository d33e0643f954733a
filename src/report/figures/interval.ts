import type { Charset } from './marks.js';

export interface IntervalRow {
  readonly name: string;
  readonly mean: number;
  /** Half the width of the 95 % interval; 0 draws a point. */
  readonly half: number;
}

export interface IntervalScale {
  readonly from: number;
  readonly to: number;
}

const GLYPHS = {
  unicode: { open: '├', close: '┤', line: '─', mean: '●', zero: '│' },
  ascii: { open: '[', close: ']', line: '=', mean: 'o', zero: '|' },
} as const;

/** One scale for all rows, with zero inside and a little room on both sides. */
export const intervalScale = (rows: readonly IntervalRow[]): IntervalScale => {
  const ends = rows.flatMap((row) => [row.mean - row.half, row.mean + row.half]).filter(Number.isFinite);
  const low = Math.min(0, ...ends);
  const high = Math.max(0, ...ends);
  const room = (high - low || 1e-6) * 0.05;
  return { from: low - room, to: high + room };
};

/**
 * Draws one interval on a scale, with zero as an upright line. The mean wins over an end, an end over the line.
 * An interval that does not touch zero is never drawn across it.
 * @returns `width` cells
 */
export const renderInterval = (
  row: IntervalRow,
  scale: IntervalScale,
  width: number,
  charset: Charset,
): string => {
  const glyph = GLYPHS[charset];
  const at = (value: number): number =>
    Math.max(
      0,
      Math.min(width - 1, Math.round(((value - scale.from) / (scale.to - scale.from)) * (width - 1))),
    );
  const cells = Array.from({ length: width }, () => ' ');
  const zero = at(0);
  let low = at(row.mean - row.half);
  let high = at(row.mean + row.half);
  if (row.mean - row.half > 0) low = Math.min(width - 1, Math.max(low, zero + 1));
  if (row.mean + row.half < 0) high = Math.max(0, Math.min(high, zero - 1));
  for (let i = low; i <= high; i += 1) cells[i] = glyph.line;
  cells[zero] = glyph.zero;
  if (row.half > 0) {
    cells[low] = glyph.open;
    cells[Math.max(low, high)] = glyph.close;
  }
  const mean = Math.min(Math.max(at(row.mean), low), Math.max(low, high));
  cells[mean] = glyph.mean;
  return cells.join('');
};
