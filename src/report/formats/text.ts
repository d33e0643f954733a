import { printable } from '../../domain/printable.js';
import { chainLine } from '../chainLine.js';
import { decisiveText } from '../decisiveText.js';
import type { Figure } from '../figures/figure.js';
import { figureText } from '../figures/figureText.js';
import type { ReportRound, ReportView } from '../reportView.js';
import { roundDetail } from '../roundDetail.js';
import { roundText, totalsText } from '../roundText.js';
import { stripOf } from '../stripOf.js';

const WIDTH = 88;

const figuresText = (figures: readonly Figure[], ascii: boolean): string =>
  figures
    .map((figure) => `\n${figureText(figure, ascii ? 'ascii' : 'unicode', WIDTH).join('\n')}\n`)
    .join('');

const oneRound = (
  { result, replay, chains, axes, decisive, figures, roundId }: ReportRound,
  ascii: boolean,
): string => {
  if (result === null || replay === null) return `#${roundId}  not replayed\n`;
  const label = replay.start.synthetic ? ' (SYNTHETIC)' : '';
  return [
    `replay ${printable(replay.id)}  snapshot ${printable(replay.start.spec.snapshot.name)}${label}\n`,
    `${chainLine(chains)}\n\n`,
    roundDetail(result, ascii, axes),
    decisiveText(decisive, ascii),
    figuresText(figures, ascii),
  ].join('');
};

/** A report as plain lines, without colour: one round with everything, or several with their totals. */
export const text = (view: ReportView, ascii: boolean): string => {
  const [round] = view.rounds;
  if (round !== undefined && view.rounds.length === 1) return oneRound(round, ascii);
  return [
    ...view.rounds.map(({ result, roundId }) =>
      result === null ? `#${roundId}  ${ascii ? '.' : '·'} not replayed\n` : roundText(result, ascii),
    ),
    figuresText([stripOf(view)], ascii),
    `\n${totalsText(view.rounds)}`,
  ].join('');
};
