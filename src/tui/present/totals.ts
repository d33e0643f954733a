import { CONDITIONAL_MARK, VERDICT_MARKS, VERDICTS } from '../../report/figures/marks.js';
import { type Line, lineCells, type Span, span } from './line.js';
import type { Look } from './look.js';
import type { RoundRow } from './roundRow.js';

/** How many rounds have each verdict: all seven, with words where they fit and with marks alone where they do not. */
export const totalsLine = (rows: readonly RoundRow[], look: Look): Line => {
  const conditional = rows.filter((row) => row.conditional).length;
  const build = (words: boolean, gap: string): Line => {
    const parts: Span[] = [span(`${rows.length}:`)];
    for (const verdict of VERDICTS) {
      const mark = VERDICT_MARKS[verdict];
      const number = rows.filter((row) => row.verdict === verdict).length;
      if (words && number === 0) continue;
      parts.push(
        span(gap),
        span(`${mark[look.charset]} ${number}${words ? ` ${mark.word}` : ''}`, `verdict.${verdict}`),
      );
    }
    if (words) {
      const none = VERDICTS.filter((verdict) => !rows.some((row) => row.verdict === verdict));
      if (none.length > 0)
        parts.push(
          span(gap),
          span(
            none.map((verdict) => `${VERDICT_MARKS[verdict][look.charset]} 0`).join(' '),
            'text.secondary',
          ),
        );
    }
    if (conditional > 0)
      parts.push(span(`${gap}${CONDITIONAL_MARK.ascii} ${conditional}${words ? ' conditional' : ''}`));
    return parts;
  };
  const forms = [build(true, '  '), build(false, '  '), build(false, ' ')];
  return forms.find((form) => lineCells(form) <= look.width) ?? build(false, ' ');
};
