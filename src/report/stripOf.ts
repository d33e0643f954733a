import { crownWords } from './crownWords.js';
import type { StripFigure } from './figures/figure.js';
import { stripFigure } from './figures/models/stripFigure.js';
import type { ReportView } from './reportView.js';

/** The verdict strip of a report. */
export const stripOf = ({ rounds }: ReportView): StripFigure =>
  stripFigure(
    rounds.map(({ roundId, verdict, conditional, result }) => ({
      roundId,
      verdict,
      conditional,
      moved: crownWords(result).moved,
    })),
  );
