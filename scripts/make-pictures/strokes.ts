import { CELL, short } from './cell.js';

/** Which sides of the cell a box-drawing character reaches from its middle. */
const ARMS: Readonly<Record<string, string>> = {
  '─': 'lr',
  '│': 'ud',
  '┌': 'rd',
  '┐': 'ld',
  '└': 'ru',
  '┘': 'lu',
  '├': 'rud',
  '┤': 'lud',
  '┬': 'lrd',
  '┴': 'lru',
  '┼': 'lrud',
};
/** Blocks that grow from below, and from the left, by eighths. */
const FROM_BELOW = '▁▂▃▄▅▆▇█';
const FROM_LEFT = '▏▎▍▌▋▊▉█';

const LINE = 1.2;

const rectangle = (x: number, y: number, width: number, height: number): string =>
  `M${short(x)} ${short(y)}h${short(width)}v${short(height)}h${short(-width)}z`;

const arms = (sides: string, x: number, y: number): string => {
  const { width, height } = CELL;
  const middle = { x: x + (width - LINE) / 2, y: y + (height - LINE) / 2 };
  const across = (from: number, to: number): string => rectangle(from, middle.y, to - from, LINE);
  const upright = (from: number, to: number): string => rectangle(middle.x, from, LINE, to - from);
  return [
    sides.includes('l') ? across(x, middle.x + LINE) : '',
    sides.includes('r') ? across(middle.x, x + width) : '',
    sides.includes('u') ? upright(y, middle.y + LINE) : '',
    sides.includes('d') ? upright(middle.y, y + height) : '',
  ].join('');
};

/**
 * A run of equal characters as the data of a path, so that lines join and bars fill their cells whatever font the viewer
 * has; null for a character that is written as text.
 * @param x left edge of the run
 * @param y upper edge of the run
 */
export function strokes(char: string, count: number, x: number, y: number): string | null {
  const { width, height } = CELL;
  const each = (draw: (x: number) => string): string =>
    Array.from({ length: count }, (_, at) => draw(x + at * width)).join('');
  if (char === '─') return rectangle(x, y + (height - LINE) / 2, width * count, LINE);
  const sides = ARMS[char];
  if (sides !== undefined) return each((left) => arms(sides, left, y));
  const eighths = FROM_BELOW.indexOf(char) + 1;
  if (eighths > 0) {
    const high = (height * eighths) / 8;
    return rectangle(x, y + height - high, width * count, high);
  }
  const part = FROM_LEFT.indexOf(char) + 1;
  return part === 0 ? null : each((left) => rectangle(left, y, (width * part) / 8, height));
}
