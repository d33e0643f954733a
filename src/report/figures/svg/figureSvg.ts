import { xmlText } from '../../formats/xmlText.js';
import type { Figure } from '../figure.js';
import { axesSvg } from './axesSvg.js';
import { type Drawing, WIDTH } from './drawing.js';
import { duelSvg } from './duelSvg.js';
import { element, label } from './element.js';
import { klSvg } from './klSvg.js';
import { stripSvg } from './stripSvg.js';
import { weightsSvg } from './weightsSvg.js';

const HEAD = 34;
const LINE = 17;
const NOTE_CHARACTERS = 112;

const drawingOf = (figure: Figure): Drawing => {
  switch (figure.kind) {
    case 'strip':
      return stripSvg(figure);
    case 'duel':
      return duelSvg(figure);
    case 'kl':
      return klSvg(figure);
    case 'axes':
      return axesSvg(figure);
    case 'weights':
      return weightsSvg(figure);
  }
};

const wrapped = (text: string): string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > NOTE_CHARACTERS) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
};

/** A drawn figure with the height that it takes. */
export interface SvgFigure {
  readonly svg: string;
  readonly height: number;
}

/**
 * A figure as one SVG element with title, description, its numbers, and what it does not show. Its colours come from
 * FIGURE_STYLE, which the document around it holds.
 * @param y place in a document of several figures
 */
export const figureSvg = (figure: Figure, y = 0): SvgFigure => {
  const { body, height } = drawingOf(figure);
  const notes = wrapped(figure.note);
  const whole = HEAD + height + notes.length * LINE + 6;
  const inner = [
    element('title', {}, xmlText(figure.title)),
    element('desc', {}, xmlText(`${figure.sentence} ${figure.note}`)),
    label(figure.title, 0, 16, 'f-ink f-title'),
    element('g', { transform: `translate(0 ${HEAD})` }, body),
    ...notes.map((text, at) => label(text, 0, HEAD + height + 12 + at * LINE, 'f-soft f-small')),
  ].join('');
  const svg = element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'figure',
      role: 'img',
      'aria-label': `${figure.title}. ${figure.sentence}`,
      viewBox: `0 0 ${WIDTH} ${whole}`,
      width: WIDTH,
      height: whole,
      ...(y === 0 ? {} : { y }),
    },
    inner,
  );
  return { svg, height: whole };
};
