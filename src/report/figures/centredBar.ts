import type { Charset } from './marks.js';

/**
 * Draws a signed value as a bar from an upright zero line in the middle: to the left under 0, to the right above. A value
 * other than 0 always has a cell.
 * @param limit value at both ends, above 0; larger values fill their side
 * @returns `width` cells; an even width leaves its last one empty
 */
export const centredBar = (value: number, limit: number, width: number, charset: Charset): string => {
  const side = Math.max(0, Math.floor((width - 1) / 2));
  const share = limit > 0 && Number.isFinite(value) ? Math.min(1, Math.abs(value) / limit) : 0;
  const cells = share > 0 ? Math.max(1, Math.round(share * side)) : 0;
  const [left, right, zero] = charset === 'unicode' ? ['█', '█', '│'] : ['<', '>', '|'];
  const bar =
    value < 0
      ? `${left.repeat(cells).padStart(side)}${zero}`
      : `${' '.repeat(side)}${zero}${right.repeat(cells)}`;
  return bar.padEnd(width);
};
