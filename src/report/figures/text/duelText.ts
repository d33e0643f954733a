import { boundText } from '../boundText.js';
import type { DuelFigure, IntervalLine } from '../figure.js';
import { renderHistogram } from '../histogram.js';
import { intervalScale, renderInterval } from '../interval.js';
import type { Charset } from '../marks.js';

const HEIGHT = 6;
const NAMES: readonly IntervalLine['name'][] = ['claimed', 'replayed', 'control'];
const HEAD = 10;
const NUMBERS = 32;

/** Distribution of the differences, then both intervals and the control on one scale with their numbers. */
export const duelText = (figure: DuelFigure, charset: Charset, width: number): string[] => {
  const { deltas, bins, intervals, absent } = figure;
  const columns =
    bins === null
      ? []
      : [
          ...renderHistogram(deltas, {
            width: Math.min(width, 61),
            height: HEIGHT,
            charset,
            left: 'king better',
            right: 'challenger better',
          }).lines,
          `above 0: ${bins.above}  under 0: ${bins.below}  n ${figure.pairs.have}${bins.outside === 0 ? '' : `  beyond the scale: ${bins.outside}`}`,
        ];
  const scale = intervalScale(intervals);
  const room = Math.max(12, width - HEAD - NUMBERS);
  const rows = NAMES.map((name) => {
    const line = intervals.find((one) => one.name === name);
    if (line === undefined)
      return `${name.padEnd(HEAD)}${absent.find((one) => one.name === name)?.why ?? 'missing'}`;
    const numbers = `${boundText(line.mean)} [${boundText(line.from)}, ${boundText(line.to)}]`;
    return `${name.padEnd(HEAD)}${numbers.padEnd(NUMBERS)}${renderInterval(line, scale, room, charset)}`.trimEnd();
  });
  return [...columns, 'mean and 95% interval; the upright line is 0', ...rows];
};
