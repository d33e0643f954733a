import type { StripFigure } from '../figure.js';
import { CONDITIONAL_MARK, MOVED_MARK, VERDICT_MARKS, VERDICTS } from '../marks.js';
import type { Drawing } from './drawing.js';
import { box, label } from './element.js';

const CELL = 26;
const ROW = 74;
const PER_ROW = 24;
const LEFT = 60;

/** One coloured cell with its mark a round; the crown's moves above, round numbers under the row. */
export const stripSvg = ({ rounds }: StripFigure): Drawing => {
  const cells = rounds.map((round, at) => {
    const x = LEFT + (at % PER_ROW) * CELL;
    const y = Math.floor(at / PER_ROW) * ROW;
    const mark = VERDICT_MARKS[round.verdict];
    const isEdge = at % PER_ROW === 0 || at === rounds.length - 1 || round.roundId % 10 === 0;
    const isFirst = at % PER_ROW === 0;
    return [
      ...(isFirst
        ? [label('crown', 0, y + 12, 'f-soft f-small'), label('verdict', 0, y + 36, 'f-soft f-small')]
        : []),
      round.moved ? label(MOVED_MARK.unicode, x + 12, y + 13, 'f-ink', 'middle') : '',
      box(x, y + 18, CELL - 2, 26, `f-${round.verdict}`),
      label(
        `${mark.unicode}${round.conditional ? CONDITIONAL_MARK.unicode : ''}`,
        x + 12,
        y + 36,
        'f-mark',
        'middle',
      ),
      isEdge ? label(String(round.roundId), x + 12, y + 58, 'f-soft f-small', 'middle') : '',
    ].join('');
  });
  const used = VERDICTS.map((verdict) => ({
    verdict,
    count: rounds.filter((round) => round.verdict === verdict).length,
  })).filter(({ count }) => count > 0);
  const top = Math.ceil(rounds.length / PER_ROW) * ROW + 6;
  const legend = used.map(({ verdict, count }, at) => {
    const mark = VERDICT_MARKS[verdict];
    const y = top + at * 20;
    return [
      box(0, y, 18, 15, `f-${verdict}`),
      label(mark.unicode, 9, y + 12, 'f-mark', 'middle'),
      label(`${count}`, 50, y + 12, 'f-ink f-strong', 'end'),
      label(mark.word, LEFT, y + 12),
      label(mark.meaning, LEFT + 100, y + 12, 'f-soft'),
    ].join('');
  });
  const marks = [
    ...(rounds.some((round) => round.moved) ? [MOVED_MARK] : []),
    ...(rounds.some((round) => round.conditional) ? [CONDITIONAL_MARK] : []),
  ].map((mark, at) => {
    const y = top + (used.length + at) * 20;
    return `${label(mark.unicode, 9, y + 12, 'f-ink', 'middle')}${label(mark.meaning, LEFT, y + 12, 'f-soft')}`;
  });
  return { body: [...cells, ...legend, ...marks].join(''), height: top + (used.length + marks.length) * 20 };
};
