import { CONDITIONAL_MARK, VERDICT_MARKS, VERDICTS } from '../../report/figures/marks.js';
import type { RoundRow } from '../../report/roundRow.js';
import { type Line, lineCells, type Span, span } from './line.js';
import type { Look } from './look.js';

const known = new WeakMap<readonly RoundRow[], Map<string, number>>();

/** Rounds of each verdict, and conditional ones; counted once per list. */
const countsOf = (rows: readonly RoundRow[]): Map<string, number> => {
  const before = known.get(rows);
  if (before !== undefined) return before;
  const counts = new Map<string, number>();
  const add = (name: string): void => {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  for (const row of rows) {
    add(row.verdict);
    if (row.conditional) add('conditional');
  }
  known.set(rows, counts);
  return counts;
};

/** How many rounds have each verdict: all seven, with words where they fit and with marks alone where they do not. */
export const totalsLine = (rows: readonly RoundRow[], look: Look): Line => {
  const counts = countsOf(rows);
  const conditional = counts.get('conditional') ?? 0;
  const build = (words: boolean, gap: string): Line => {
    const parts: Span[] = [span(`${rows.length}:`)];
    for (const verdict of VERDICTS) {
      const mark = VERDICT_MARKS[verdict];
      const number = counts.get(verdict) ?? 0;
      if (words && number === 0) continue;
      parts.push(
        span(gap),
        span(`${mark[look.charset]} ${number}${words ? ` ${mark.word}` : ''}`, `verdict.${verdict}`),
      );
    }
    if (words) {
      const none = VERDICTS.filter((verdict) => !counts.has(verdict));
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
