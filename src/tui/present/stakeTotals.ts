import type { ValidatorRow } from '../../domain/weights.js';
import { renderBar } from '../../report/figures/bars.js';
import { STATUS_MARKS, STATUSES } from '../../report/figures/marks.js';
import { fitLine, type Line, lineCells, pad, type Span, span } from './line.js';
import { type Look, rule } from './look.js';
import { count, percent } from './numbers.js';

interface Group {
  readonly name: Span;
  readonly rows: number;
  readonly stake: number;
  /** Of all stake, 0 to 1. */
  readonly share: number;
  readonly fill: string;
}

/** The statuses that occur, the largest stake first. */
const groupsOf = (rows: readonly ValidatorRow[], look: Look): Group[] => {
  const total = rows.reduce((sum, row) => sum + row.stakeWeight, 0);
  return STATUSES.map((status): Group => {
    const own = rows.filter((row) => row.status === status);
    const stake = own.reduce((sum, row) => sum + row.stakeWeight, 0);
    const mark = STATUS_MARKS[status];
    return {
      name: span(`${mark[look.charset]} ${mark.word}`, `status.${status}`),
      rows: own.length,
      stake,
      share: total > 0 ? stake / total : 0,
      fill: mark.ascii,
    };
  })
    .filter((group) => group.rows > 0)
    .sort((a, b) => b.stake - a.stake);
};

const GRID_CELL = 33;

const numbersOf = (group: Group): string =>
  `${pad(String(group.rows), 3, 'right')}  ${pad(count(group.stake), 8, 'right')} ${pad(percent(group.share, 1), 6, 'right')}`;

const bars = (groups: readonly Group[], look: Look): Line[] =>
  groups.map((group) =>
    fitLine(
      [
        span('  '),
        { ...group.name, text: pad(group.name.text, 11) },
        span(`${numbersOf(group)}  `),
        {
          ...group.name,
          text: renderBar(group.share, Math.max(4, look.width - 44), {
            charset: look.charset,
            fill: group.fill,
          }).trimEnd(),
        },
      ],
      look.width,
    ),
  );

const grid = (groups: readonly Group[], look: Look): Line[] => {
  const per = Math.max(1, Math.floor(look.width / GRID_CELL));
  return Array.from(
    { length: Math.ceil(groups.length / per) },
    (_, row): Line =>
      groups
        .slice(row * per, row * per + per)
        .flatMap((group) => [
          { ...group.name, text: pad(group.name.text, 11) },
          span(`${numbersOf(group)}`.padEnd(GRID_CELL - 11)),
        ]),
  ).map((line) => fitLine(line, look.width));
};

/** One line; a status without room is left out whole. */
const single = (groups: readonly Group[], look: Look): Line => {
  const parts: Span[] = [span('stake:')];
  for (const group of groups) {
    const next = [span('  '), { ...group.name, text: `${group.name.text} ${percent(group.share, 1)}` }];
    if (lineCells([...parts, ...next]) <= look.width) parts.push(...next);
  }
  return parts;
};

/**
 * How many rows and how much stake have each status: as bars, as a grid of numbers, or on one line, by the room there is.
 * @param room lines
 */
export const stakeTotals = (rows: readonly ValidatorRow[], look: Look, room: number): Line[] => {
  const groups = groupsOf(rows, look);
  const total = rows.reduce((sum, row) => sum + row.stakeWeight, 0);
  const title = rule(look, `By stake: ${rows.length} rows, stake weight ${count(total)}`);
  const forms = [
    [title, ...bars(groups, look)],
    [title, ...grid(groups, look)],
  ];
  return forms.find((form) => form.length <= room) ?? [single(groups, look)];
};
