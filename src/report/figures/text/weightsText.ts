import { renderPairedBar } from '../bars.js';
import type { WeightsFigure } from '../figure.js';
import { type Charset, STATUS_MARKS } from '../marks.js';

const percent = (share: number | null): string =>
  (share === null ? '-' : `${(share * 100).toFixed(1)}%`).padStart(6);

/** Each validator with its UIDs: expected and set as u16 and percent, and both as bars on one scale. */
export const weightsText = ({ rows }: WeightsFigure, charset: Charset, width: number): string[] => {
  const head = 42;
  const room = Math.max(10, width - head);
  return [
    '  uid          expected            set      e expected  s set  B both',
    ...rows.flatMap((row) => {
      const mark = STATUS_MARKS[row.status];
      const distance = row.distance === null ? '' : `  distance ${row.distance.toFixed(2)}`;
      return [
        `${mark[charset]} validator u${row.uid}  ${mark.word}  ${percent(row.stakeShare).trim()} of the stake${distance}`,
        ...row.entries.map((entry) => {
          const numbers = [
            `    u${entry.uid}`.padEnd(10),
            String(entry.expected).padStart(7),
            percent(entry.expectedShare).padStart(8),
            (entry.set === null ? 'none' : String(entry.set)).padStart(7),
            percent(entry.setShare).padStart(8),
          ].join('');
          const bar = renderPairedBar({ expected: entry.expectedShare, set: entry.setShare ?? 0 }, room);
          return `${numbers}  ${bar}`.trimEnd();
        }),
        ...(row.more > 0 ? [`    and ${row.more} more UIDs`] : []),
      ];
    }),
  ];
};
