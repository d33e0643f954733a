import type { StripFigure } from '../figure.js';
import { renderStrip, type StripRound } from '../strip.js';

/** The verdict strip. @param rounds oldest first */
export const stripFigure = (rounds: readonly StripRound[]): StripFigure => ({
  kind: 'strip',
  title: 'Verdict by round',
  sentence: renderStrip(rounds, 0, 'ascii').sentence,
  note: 'It does not show how firm a verdict is, who held the crown, or how much stake followed it.',
  rounds,
});
