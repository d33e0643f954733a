import type { Figure } from '../figures/figure.js';
import { WIDTH } from '../figures/svg/drawing.js';
import { box, element, label } from '../figures/svg/element.js';
import { FIGURE_STYLE } from '../figures/svg/figureStyle.js';
import { figureSvg } from '../figures/svg/figureSvg.js';
import type { ReportView } from '../reportView.js';
import { totalsText } from '../roundText.js';
import { stripOf } from '../stripOf.js';
import { xmlText } from './xmlText.js';

const MARGIN = 24;
const HEAD = 40;
const GAP = 28;

/** The figures of a report in one picture: the strip, and of a single round all of its own. */
export const svg = (view: ReportView): string => {
  const figures: readonly Figure[] = [stripOf(view), ...view.rounds.flatMap((round) => round.figures)];
  const totals = totalsText(view.rounds).trimEnd();
  const isSynthetic = view.rounds.some(({ replay }) => replay?.start.synthetic === true);
  const title = `Subnet ${view.netuid}, ${totals}${isSynthetic ? ' (SYNTHETIC)' : ''}`;
  let y = HEAD;
  const parts = figures.map((figure) => {
    const drawn = figureSvg(figure, y);
    y += drawn.height + GAP;
    return drawn.svg;
  });
  const [width, height] = [WIDTH + 2 * MARGIN, y + MARGIN];
  return `${element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'figure',
      role: 'img',
      'aria-label': title,
      viewBox: `${-MARGIN} ${-MARGIN} ${width} ${height}`,
      width,
      height,
    },
    [
      element('title', {}, xmlText(title)),
      element('desc', {}, xmlText(figures.map((figure) => figure.sentence).join(' '), 8000)),
      element('style', {}, FIGURE_STYLE),
      box(-MARGIN, -MARGIN, width, height, 'f-paper'),
      label(title, 0, 12, 'f-soft'),
      ...parts,
    ].join('\n'),
  )}\n`;
};
