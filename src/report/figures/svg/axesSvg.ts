import { signed } from '../../roundText.js';
import type { AxesFigure } from '../figure.js';
import type { Drawing } from './drawing.js';
import { box, label, line } from './element.js';

const ROW = 22;
const TOP = 24;
const BARS = { from: 226, to: 488 } as const;

const value = (number: number | null): string => (number === null ? 'absent' : number.toFixed(4));

/** Two bars an axis on one scale from 0 to 1, the heaviest axis first, with the numbers beside them. */
export const axesSvg = ({ rows }: AxesFigure): Drawing => {
  const width = BARS.to - BARS.from;
  const bar = (share: number): number => Math.min(1, Math.max(0, share)) * width;
  const drawn = rows.map((row, at) => {
    const y = TOP + at * ROW;
    const ink = row.isQuality ? 'f-ink' : 'f-soft';
    return [
      label(`${row.axis}${row.isQuality ? '' : ' †'}`, 0, y + 14, ink),
      label(row.weight.toFixed(2), 206, y + 14, 'f-soft', 'end'),
      box(BARS.from, y + 3, width, 14, 'f-track'),
      box(BARS.from, y + 3, bar(row.king ?? 0), 7, 'f-king'),
      box(BARS.from, y + 10, bar(row.challenger ?? 0), 7, 'f-challenger'),
      label(value(row.king), 548, y + 14, ink, 'end'),
      label(value(row.challenger), 624, y + 14, ink, 'end'),
      label(row.difference === null ? '-' : signed(row.difference, 4), 706, y + 14, `${ink} f-strong`, 'end'),
    ].join('');
  });
  const bottom = TOP + rows.length * ROW;
  return {
    body: [
      label('axis', 0, 14, 'f-soft'),
      label('weight', 206, 14, 'f-soft', 'end'),
      label('0', BARS.from, 14, 'f-soft f-small', 'middle'),
      label('1', BARS.to, 14, 'f-soft f-small', 'middle'),
      label('king', 548, 14, 'f-king f-strong', 'end'),
      label('challenger', 624, 14, 'f-challenger f-strong', 'end'),
      label('difference', 706, 14, 'f-soft', 'end'),
      ...drawn,
      line(BARS.from, TOP, BARS.from, bottom, 'f-zero'),
      label(
        '† not a part of crown quality: relative to the round, or broken in it',
        0,
        bottom + 16,
        'f-soft f-small',
      ),
    ].join(''),
    height: bottom + 24,
  };
};
