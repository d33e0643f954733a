import type { KlFigure } from '../figure.js';
import { type Drawing, WIDTH } from './drawing.js';
import { element, label, line } from './element.js';

const LEFT = 44;
const TOP = 44;
const HEIGHT = 150;

/** One point a prompt and side: a disc for the king, a diamond for the challenger; dashed lines are their means. */
export const klSvg = ({ sides, prompts, ticks, outside }: KlFigure): Drawing => {
  const limit = ticks.at(-1) ?? 1;
  const room = WIDTH - LEFT - 8;
  const x = (at: number): number => LEFT + ((at + 0.5) / prompts.length) * room;
  const y = (kl: number): number => TOP + HEIGHT - (Math.min(limit, Math.max(0, kl)) / limit) * HEIGHT;
  const grid = ticks.map(
    (tick) =>
      `${line(LEFT, y(tick), WIDTH - 8, y(tick), tick === 0 ? 'f-zero' : 'f-grid')}${label(String(tick), LEFT - 6, y(tick) + 4, 'f-soft f-small', 'end')}`,
  );
  const points = sides.map(({ role, kl }) =>
    kl
      .map((value, at) =>
        role === 'king'
          ? element('circle', { cx: x(at), cy: y(value), r: 2 })
          : element('path', {
              d: `M${(x(at)).toFixed(1)} ${(y(value) - 2.8).toFixed(1)}l2.8 2.8-2.8 2.8-2.8-2.8z`,
            }),
      )
      .join(''),
  );
  const legend = sides.map((side, at) => {
    const from = LEFT + at * 330;
    const shape =
      side.role === 'king'
        ? element('circle', { cx: from + 5, cy: 8, r: 4, class: 'f-king' })
        : element('path', { d: `M${from + 5} 3l5 5-5 5-5-5z`, class: 'f-challenger' });
    const numbers = `mean ${side.mean.toFixed(4)}, ${side.least.toFixed(4)} to ${side.most.toFixed(4)}`;
    return `${shape}${label(`${side.role} u${side.uid}`, from + 16, 12, 'f-ink f-strong')}${label(numbers, from + 16, 28, 'f-soft')}`;
  });
  return {
    body: [
      ...legend,
      ...grid,
      ...sides.map((side, at) => element('g', { class: `f-${side.role}` }, points[at])),
      ...sides.map((side) => line(LEFT, y(side.mean), WIDTH - 8, y(side.mean), `f-mean f-${side.role}-line`)),
      label(
        `${prompts.length} prompts in the order of the draw${outside === 0 ? '' : `; beyond the scale, drawn at its end: ${outside}`}`,
        LEFT,
        TOP + HEIGHT + 17,
        'f-soft f-small',
      ),
      label('nats per position', WIDTH - 8, TOP + HEIGHT + 17, 'f-soft f-small', 'end'),
    ].join(''),
    height: TOP + HEIGHT + 28,
  };
};
