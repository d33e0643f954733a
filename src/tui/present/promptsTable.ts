import { centredBar } from '../../report/figures/centredBar.js';
import type { PairedPrompt } from '../../report/pairedPrompts.js';
import { pairedSummary } from '../../report/pairedSummary.js';
import type { PromptOrder } from '../state/round.js';
import { cutMiddle, fitLine, fitParts, type Line, span } from './line.js';
import { clean, type Look } from './look.js';
import { count, difference, fixed } from './numbers.js';
import type { Column } from './table.js';

const COMPARE: Readonly<Record<PromptOrder, (a: PairedPrompt, b: PairedPrompt) => number>> = {
  'largest difference first': (a, b) => Math.abs(b.delta) - Math.abs(a.delta),
  'smallest difference first': (a, b) => Math.abs(a.delta) - Math.abs(b.delta),
  'challenger better first': (a, b) => b.delta - a.delta,
  'king better first': (a, b) => a.delta - b.delta,
  'by index': (a, b) => a.index - b.index,
  'by index, last first': (a, b) => b.index - a.index,
};

/** Prompts in an order; by index where they are equal. */
export const orderPrompts = (prompts: readonly PairedPrompt[], order: PromptOrder): readonly PairedPrompt[] =>
  [...prompts].sort((a, b) => COMPARE[order](a, b) || a.index - b.index);

/** @param limit largest difference of all: both ends of the bars */
export const promptColumns = (look: Look, limit: number): Column<PairedPrompt>[] => [
  { title: 'IDX', width: 5, align: 'right', rank: 0, cell: (one) => span(String(one.index)) },
  {
    title: 'DRAW',
    width: 5,
    align: 'right',
    rank: 3,
    cell: (one) => span(one.draw === null ? '-' : String(one.draw)),
  },
  { title: 'KING KL', width: 9, align: 'right', rank: 1, cell: (one) => span(fixed(one.king, 5)) },
  { title: 'CHALL KL', width: 9, align: 'right', rank: 1, cell: (one) => span(fixed(one.challenger, 5)) },
  { title: 'DELTA', width: 9, align: 'right', rank: 0, cell: (one) => span(difference(one.delta)) },
  {
    title: 'king better <-|-> challenger better',
    width: 15,
    rank: 2,
    grows: true,
    cell: (one, width) => span(centredBar(one.delta, limit, Math.min(width, 61), look.charset)),
  },
  {
    title: 'TEXT',
    width: 10,
    rank: 4,
    cell: (one) => span(one.sha256 === null ? '-' : cutMiddle(clean(one.sha256, look, 80))),
  },
];

const statsText = (prompts: readonly PairedPrompt[], eraId: string | null): string => {
  const summary = pairedSummary(prompts, eraId);
  if (summary === null) return 'too few prompts for a mean';
  const { mean, lcb } = summary;
  if (lcb === null) return `mean ${difference(mean)}`;
  return `mean ${difference(mean)}   lcb ${difference(lcb)}${lcb > 0 ? ' > 0' : ' not > 0'}`;
};

/** What all prompts say together, and the selected one by itself. */
export const promptDetail = (
  prompts: readonly PairedPrompt[],
  selected: PairedPrompt | undefined,
  eraId: string | null,
  look: Look,
): Line[] => {
  const king = prompts.filter((one) => one.delta < 0);
  const other = prompts.filter((one) => one.delta > 0);
  const sum = (some: readonly PairedPrompt[]): string =>
    difference(some.reduce((all, one) => all + one.delta, 0) / Math.max(1, prompts.length));
  const lines: Line[] = [
    [span(`all ${count(prompts.length)}: ${statsText(prompts, eraId)}`)],
    [
      span(
        fitParts(
          [
            { text: `king better on ${king.length} (${sum(king)} of the mean)`, rank: 0 },
            { text: `challenger better on ${other.length} (${sum(other)})`, rank: 0 },
          ],
          look.width,
        ),
      ),
    ],
  ];
  if (selected !== undefined) {
    const rest = prompts.filter((one) => one !== selected);
    lines.push(
      [
        span(`prompt ${selected.index}`, 'text.heading'),
        span(
          `: ${selected.delta > 0 ? 'challenger' : 'king'} better by ${fixed(Math.abs(selected.delta), 6)} nats a position`,
        ),
      ],
      [span(`without it: ${statsText(rest, eraId)}`)],
      [
        span(
          `text sha256 ${selected.sha256 === null ? 'not recorded' : clean(selected.sha256, look, 80)}`,
          'text.secondary',
        ),
      ],
    );
  }
  return lines.map((line) => fitLine(line, look.width));
};
