import { asciiOnly, printable } from '../../domain/printable.js';
import type { Figure } from './figure.js';
import type { Charset } from './marks.js';
import { axesText } from './text/axesText.js';
import { duelText } from './text/duelText.js';
import { klText } from './text/klText.js';
import { stripText } from './text/stripText.js';
import { weightsText } from './text/weightsText.js';

const bodyOf = (figure: Figure, charset: Charset, width: number): string[] => {
  switch (figure.kind) {
    case 'strip':
      return stripText(figure, charset, width);
    case 'duel':
      return duelText(figure, charset, width);
    case 'kl':
      return klText(figure, charset, width);
    case 'axes':
      return axesText(figure, width);
    case 'weights':
      return weightsText(figure, charset, width);
  }
};

/**
 * A figure as lines: its title, the drawing with its numbers, and what it does not show.
 * @param width cells that the drawing may take; its numbers may need more
 */
export const figureText = (figure: Figure, charset: Charset, width: number): string[] => {
  const clean = (text: string): string =>
    charset === 'ascii' ? asciiOnly(printable(text)) : printable(text);
  return [clean(figure.title), ...bodyOf(figure, charset, width).map(clean), clean(`Note: ${figure.note}`)];
};
