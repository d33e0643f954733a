import { signed } from '../../roundText.js';
import { renderPairedBar } from '../bars.js';
import type { AxesFigure } from '../figure.js';

const value = (number: number | null): string => (number === null ? 'absent' : number.toFixed(4));

/** One line an axis: weight, both values, their difference, and both bars on one scale from 0 to 1. */
export const axesText = ({ rows }: AxesFigure, width: number): string[] => {
  const head = 58;
  const room = Math.max(10, width - head);
  return [
    'axis               weight    king  challenger  difference  k king  c challenger  B both',
    ...rows.map((row) => {
      const numbers = [
        `${row.axis}${row.isQuality ? '' : ' *'}`.padEnd(18),
        row.weight.toFixed(2).padStart(6),
        value(row.king).padStart(8),
        value(row.challenger).padStart(11),
        (row.difference === null ? '-' : signed(row.difference, 4)).padStart(11),
      ].join('');
      const bar = renderPairedBar({ expected: row.king ?? 0, set: row.challenger ?? 0 }, room, ['k', 'c']);
      return `${numbers}  ${bar}`.trimEnd();
    }),
    '* not a part of crown quality: relative to the round, or broken in it',
  ];
};
