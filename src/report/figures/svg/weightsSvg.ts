import type { WeightsFigure } from '../figure.js';
import { STATUS_MARKS } from '../marks.js';
import type { Drawing } from './drawing.js';
import { box, label, line } from './element.js';

const ROW = 20;
const GAP = 14;
const TOP = 26;
const BARS = { from: 64, to: 452 } as const;

const percent = (share: number): string => `${(share * 100).toFixed(1)}%`;

/** Each validator with its UIDs: what the rule gives above, what was set below, as bars and as u16 and percent. */
export const weightsSvg = ({ rows }: WeightsFigure): Drawing => {
  const width = BARS.to - BARS.from;
  const parts: string[] = [
    box(BARS.from, 4, 12, 8, 'f-expected'),
    label('expected by the rule', BARS.from + 18, 13, 'f-soft'),
    box(BARS.from + 150, 4, 12, 8, 'f-set'),
    label('set by the validator', BARS.from + 168, 13, 'f-soft'),
    label('expected', 576, 13, 'f-soft', 'end'),
    label('set', 706, 13, 'f-soft', 'end'),
  ];
  let y = TOP;
  for (const row of rows) {
    const mark = STATUS_MARKS[row.status];
    const distance = row.distance === null ? '' : `, distance ${row.distance.toFixed(2)}`;
    parts.push(
      line(0, y - 2, 712, y - 2, 'f-grid'),
      label(`${mark.unicode} ${mark.word}`, 0, y + 14, 'f-ink f-strong'),
      label(`validator u${row.uid}`, 92, y + 14),
      label(`${percent(row.stakeShare)} of the stake${distance}`, 180, y + 14, 'f-soft'),
    );
    y += ROW;
    for (const entry of row.entries) {
      parts.push(
        label(`u${entry.uid}`, 54, y + 13, 'f-ink', 'end'),
        box(BARS.from, y + 2, width, 14, 'f-track'),
        box(BARS.from, y + 2, entry.expectedShare * width, 7, 'f-expected'),
        box(BARS.from, y + 9, (entry.setShare ?? 0) * width, 7, 'f-set'),
        label(String(entry.expected), 518, y + 13, 'f-soft', 'end'),
        label(percent(entry.expectedShare), 576, y + 13, 'f-ink', 'end'),
        label(entry.set === null ? '' : String(entry.set), 648, y + 13, 'f-soft', 'end'),
        label(entry.setShare === null ? 'none' : percent(entry.setShare), 706, y + 13, 'f-ink', 'end'),
      );
      y += ROW;
    }
    if (row.more > 0) {
      parts.push(label(`and ${row.more} more UIDs`, BARS.from, y + 13, 'f-soft'));
      y += ROW;
    }
    y += GAP;
  }
  return { body: parts.join(''), height: y };
};
