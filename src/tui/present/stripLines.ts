import { renderStrip } from '../../report/figures/strip.js';
import type { RoundRow } from '../../report/roundRow.js';
import { type Line, type Span, span } from './line.js';
import type { Look } from './look.js';

const NAME = 8;

/**
 * The history in three lines: where the crown moved, the verdicts, round numbers. The table names the selected round, so
 * the strip needs no cursor of its own; it shows the part of the history around it.
 * @param rows ascending by round
 */
export const stripLines = (rows: readonly RoundRow[], selected: RoundRow | null, look: Look): Line[] => {
  const focus = selected === null ? rows.length - 1 : rows.indexOf(selected);
  const strip = renderStrip(rows, look.width - NAME, look.charset, Math.max(0, focus));
  const verdicts: Span[] = rows
    .slice(strip.from, strip.to)
    .map((row, index) => span([...strip.verdict][index] ?? ' ', `verdict.${row.verdict}`));
  return [
    [span('crown'.padEnd(NAME), 'text.secondary'), span(strip.crown, 'crown.moved')],
    [span('verdict'.padEnd(NAME), 'text.secondary'), ...verdicts],
    [span(' '.repeat(NAME)), span(strip.axis, 'text.secondary')],
  ];
};
