import { CONDITIONAL_MARK, VERDICT_MARKS } from '../../report/figures/marks.js';
import type { RoundRow } from '../../report/roundRow.js';
import { cutMiddle, type Span, span } from './line.js';
import { clean, type Look } from './look.js';
import { count, percent } from './numbers.js';
import { startColumns } from './startColumns.js';
import type { Column } from './table.js';

/** Mark, word and condition of a verdict, in its colour. */
export const verdictSpan = (row: Pick<RoundRow, 'verdict' | 'conditional'>, look: Look): Span => {
  const mark = VERDICT_MARKS[row.verdict];
  const tail = row.conditional ? ` ${CONDITIONAL_MARK.ascii}` : '';
  return span(`${mark[look.charset]} ${mark.word}${tail}`, `verdict.${row.verdict}`);
};

/**
 * Columns of the rounds table with their order of sacrifice.
 * @param mixed rows of more than one snapshot: then each row names its own
 * @param zones those of the columns of a round's start, in their order
 */
export const roundColumns = (look: Look, mixed: boolean, zones: readonly string[]): Column<RoundRow>[] => [
  { title: 'ROUND', width: 7, rank: 0, cell: (row) => span(`#${row.roundId}`) },
  ...(mixed
    ? [
        {
          title: 'SNAPSHOT',
          width: 16,
          rank: 1,
          cell: (row: RoundRow) =>
            span(
              `${row.replay.start.synthetic ? 'SYNTH ' : ''}${clean(row.replay.start.spec.snapshot.name, look, 40)}`,
            ),
        },
      ]
    : []),
  {
    title: 'SEED BLOCK',
    width: 10,
    align: 'right',
    rank: 7,
    cell: (row) => span(row.result ? count(row.result.seedBlock) : '-'),
  },
  ...startColumns(zones),
  { title: 'ERA', width: 3, rank: 6, cell: (row) => span(clean(row.result?.eraId ?? '-', look, 24)) },
  {
    title: 'KING',
    width: 6,
    rank: 0,
    cell: (row) => span(`${row.king}${row.conditional ? CONDITIONAL_MARK.ascii : ''}`),
  },
  {
    title: 'HOTKEY',
    width: 10,
    rank: 14,
    cell: (row) => span(cutMiddle(clean(row.result?.king?.hotkey ?? '-', look, 80))),
  },
  {
    title: 'CH',
    width: 2,
    align: 'right',
    rank: 8,
    cell: (row) => span(row.result ? String(row.result.challengers.length) : '-'),
  },
  { title: 'CLAIMED', width: 7, rank: 0, cell: (row) => span(row.claimed) },
  { title: 'REPLAYED', width: 8, rank: 4, cell: (row) => span(row.replayed) },
  { title: 'MODE', width: 9, rank: 10, cell: (row) => span(row.result?.tokenMode ?? '-') },
  {
    title: 'CHKD',
    width: 4,
    align: 'right',
    rank: 5,
    cell: (row) => span(row.result ? percent(row.result.coverage) : '-'),
  },
  { title: 'VERDICT', width: 16, rank: 0, cell: (row) => verdictSpan(row, look) },
  { title: 'CAUSE', width: 7, rank: 12, cell: (row) => span(row.result?.cause ?? '-') },
  { title: 'REPLAY', width: 6, rank: 13, cell: (row) => span(clean(row.replay.id, look, 24)) },
];
