import { boundText } from '../boundText.js';
import type { Bins, DuelFigure, IntervalLine } from '../figure.js';
import { tickText } from '../histogram.js';
import { intervalScale } from '../interval.js';
import { type Drawing, WIDTH } from './drawing.js';
import { box, element, label, line } from './element.js';

const LEFT = 44;
const COLUMNS = 120;
const PLOT = { from: 84, to: 452 } as const;
const ROW = 30;
const NAMES: readonly IntervalLine['name'][] = ['claimed', 'replayed', 'control'];

const histogram = (bins: Bins): Drawing => {
  const room = WIDTH - LEFT - 8;
  const width = room / bins.counts.length;
  const most = Math.max(1, ...bins.counts);
  const zero = LEFT + room / 2;
  const base = 22 + COLUMNS;
  const columns = bins.counts.map((count, at) => {
    const height = (count / most) * COLUMNS;
    const side = at < bins.counts.length / 2 ? 'f-king' : 'f-challenger';
    return box(LEFT + at * width + 0.5, base - height, width - 1, height, side);
  });
  const ticks = bins.ticks.map((tick) => {
    const x = zero + (tick / bins.limit) * (room / 2);
    const anchor = tick === -bins.limit ? 'start' : tick === bins.limit ? 'end' : 'middle';
    return `${line(x, base, x, base + 4, 'f-zero')}${label(tickText(tick), x, base + 17, 'f-soft f-small', anchor)}`;
  });
  return {
    body: [
      label(`${bins.below} prompts: king better`, zero - 10, 11, 'f-king f-strong', 'end'),
      label(`${bins.above} prompts: challenger better`, zero + 10, 11, 'f-challenger f-strong'),
      line(LEFT, 22, WIDTH - 8, 22, 'f-grid'),
      label(String(most), LEFT - 6, 26, 'f-soft f-small', 'end'),
      label('0', LEFT - 6, base + 4, 'f-soft f-small', 'end'),
      label('prompts', 0, 14, 'f-soft f-small'),
      ...columns,
      line(LEFT, base, WIDTH - 8, base, 'f-zero'),
      line(zero, 0, zero, base + 4, 'f-zero'),
      ...ticks,
      ...(bins.outside === 0
        ? []
        : [
            label(
              `beyond the scale, counted in the outer columns: ${bins.outside}`,
              LEFT,
              base + 34,
              'f-soft f-small',
            ),
          ]),
    ].join(''),
    height: base + (bins.outside === 0 ? 36 : 52),
  };
};

const intervalsDrawing = (figure: DuelFigure, top: number): Drawing => {
  const scale = intervalScale(figure.intervals);
  const at = (value: number): number =>
    PLOT.from + ((value - scale.from) / (scale.to - scale.from)) * (PLOT.to - PLOT.from);
  const bottom = top + 20 + NAMES.length * ROW;
  const rows = NAMES.map((name, index) => {
    const y = top + 34 + index * ROW;
    const own = figure.intervals.find((one) => one.name === name);
    if (own === undefined) {
      const why = figure.absent.find((one) => one.name === name)?.why ?? 'missing';
      return `${label(name, 0, y + 4)}${label(why, PLOT.to + 16, y + 4, 'f-soft')}`;
    }
    return [
      label(name, 0, y + 4),
      line(at(own.from), y, at(own.to), y, `f-whisker f-${name}-line`),
      line(at(own.from), y - 6, at(own.from), y + 6, `f-whisker f-${name}-line`),
      line(at(own.to), y - 6, at(own.to), y + 6, `f-whisker f-${name}-line`),
      element('circle', { cx: at(own.mean), cy: y, r: 5, class: `f-${name}` }),
      label(boundText(own.mean), PLOT.to + 70, y + 4, 'f-ink f-strong', 'end'),
      label(`${boundText(own.from)} to ${boundText(own.to)}`, PLOT.to + 84, y + 4, 'f-soft'),
    ].join('');
  });
  const grid = figure.ticks.map((tick) => {
    const x = at(tick);
    const isZero = tick === 0;
    return `${line(x, top + 18, x, bottom, isZero ? 'f-zero' : 'f-grid')}${label(tickText(tick), x, bottom + 14, 'f-soft f-small', 'middle')}`;
  });
  return {
    body: [
      label('Mean and 95% interval, nats per position', 0, top + 8, 'f-soft'),
      label('mean', PLOT.to + 70, top + 8, 'f-soft', 'end'),
      label('interval', PLOT.to + 84, top + 8, 'f-soft'),
      ...grid,
      ...rows,
    ].join(''),
    height: bottom + 22,
  };
};

/** Distribution of the paired differences above, claimed and replayed interval and the control on one scale below. */
export const duelSvg = (figure: DuelFigure): Drawing => {
  const above = figure.bins === null ? { body: '', height: 0 } : histogram(figure.bins);
  const below = intervalsDrawing(figure, above.height);
  return { body: above.body + below.body, height: below.height };
};
