import type { StripFigure } from '../figure.js';
import { type Charset, CONDITIONAL_MARK, MOVED_MARK, VERDICT_MARKS, VERDICTS } from '../marks.js';
import { renderStrip } from '../strip.js';

const NAME = 9;

/** The strip in windows of `width` cells, oldest first, and what its marks mean. */
export const stripText = ({ rounds }: StripFigure, charset: Charset, width: number): string[] => {
  const room = Math.max(10, width - NAME);
  const windows = Array.from({ length: Math.ceil(rounds.length / room) }, (_, at) => {
    const strip = renderStrip(rounds.slice(at * room, (at + 1) * room), room, charset);
    return [`crown    ${strip.crown}`.trimEnd(), `verdict  ${strip.verdict}`, `         ${strip.axis}`];
  });
  const used = VERDICTS.map((verdict) => ({
    count: rounds.filter((round) => round.verdict === verdict).length,
    mark: VERDICT_MARKS[verdict],
  })).filter(({ count }) => count > 0);
  return [
    ...windows.flat(),
    ...used.map(({ count, mark }) => `${mark[charset]} ${mark.word.padEnd(13)} ${count}   ${mark.meaning}`),
    ...(rounds.some((round) => round.moved) ? [`${MOVED_MARK[charset]} ${MOVED_MARK.meaning}`] : []),
    ...(rounds.some((round) => round.conditional)
      ? [`${CONDITIONAL_MARK[charset]} ${CONDITIONAL_MARK.meaning}: rounds ${conditionalRounds(rounds)}`]
      : []),
  ];
};

const conditionalRounds = (rounds: StripFigure['rounds']): string => {
  const ids = rounds.filter((round) => round.conditional).map((round) => round.roundId);
  return ids.length <= 8 ? ids.join(', ') : `${ids.slice(0, 8).join(', ')} and ${ids.length - 8} more`;
};
