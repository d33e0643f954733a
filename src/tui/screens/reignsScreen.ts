import { crownReigns, type Reign } from '../../report/crownReigns.js';
import { CONDITIONAL_MARK, VERDICT_MARKS } from '../../report/figures/marks.js';
import { reignLetters, renderReignLine } from '../../report/figures/reignLine.js';
import type { RoundRow } from '../../report/roundRow.js';
import { cutMiddle, fitLine, type Line, span } from '../present/line.js';
import { clean, type Look, rule } from '../present/look.js';
import { count } from '../present/numbers.js';
import { type Column, tableLines } from '../present/table.js';
import type { AppState } from '../state/app.js';
import { currentRow, lookOf, type World } from '../state/world.js';
import { filled, plainView, rowIndex, type ScreenView } from './screenView.js';

interface ReignRow extends Reign {
  readonly letter: string;
}

const spanText = (reign: Reign): string =>
  reign.fromRound === reign.toRound ? `#${reign.fromRound}` : `#${reign.fromRound}-#${reign.toRound}`;

const columns = (look: Look): Column<ReignRow>[] => [
  { title: '', width: 1, rank: 0, cell: (row) => span(row.letter, 'text.heading') },
  {
    title: 'HOLDER',
    width: 7,
    rank: 0,
    cell: (row) =>
      span(row.uid === null ? 'nobody' : `u${row.uid}${row.conditional ? CONDITIONAL_MARK.ascii : ''}`),
  },
  { title: 'HOTKEY', width: 10, rank: 3, cell: (row) => span(cutMiddle(clean(row.hotkey ?? '-', look, 80))) },
  { title: 'ROUNDS', width: 16, rank: 0, cell: (row) => span(spanText(row)) },
  { title: 'COUNT', width: 6, align: 'right', rank: 1, cell: (row) => span(count(row.rounds)) },
  { title: 'FROM BLOCK', width: 10, align: 'right', rank: 2, cell: (row) => span(count(row.fromBlock)) },
  {
    title: 'WRONG',
    width: 14,
    rank: 1,
    cell: (row) =>
      row.wrong === 0
        ? span('-', 'text.secondary')
        : span(`${VERDICT_MARKS['wrong-crown'][look.charset]} ${row.wrong} wrong`, 'verdict.wrong-crown'),
  },
];

/** Rounds of one snapshot: reigns of two would mix. */
const sameSnapshot = (state: AppState, world: World): readonly RoundRow[] => {
  const digest = (currentRow(state, world) ?? world.data.rows.at(-1))?.replay.start.spec.snapshot.digest;
  return world.data.rows.filter((row) => row.replay.start.spec.snapshot.digest === digest);
};

const heldText = (rows: readonly ReignRow[]): string => {
  const held = new Map<string, number>();
  for (const row of rows)
    if (row.uid !== null) held.set(`u${row.uid}`, (held.get(`u${row.uid}`) ?? 0) + row.rounds);
  const longest = [...held].sort((a, b) => b[1] - a[1]).slice(0, 4);
  return longest.length === 0
    ? 'no row of a validator crowns anybody'
    : `rounds held:  ${longest.map(([uid, rounds]) => `${uid} ${count(rounds)}`).join('   ')}`;
};

/** Who held the crown, by the rows that validators set, to scale and with what stands on a wrong crown. */
export const reignsScreen = (state: AppState, world: World): ScreenView => {
  const look = lookOf(world);
  const results = sameSnapshot(state, world).flatMap((row) => row.result ?? []);
  const reigns = crownReigns(results);
  const letters = reignLetters(reigns);
  const rows = reigns.map((reign, at): ReignRow => ({ ...reign, letter: letters[at] ?? '.' }));
  const here = currentRow(state, world)?.roundId ?? Number.POSITIVE_INFINITY;
  const at = rowIndex(
    state.cursor.reigns,
    rows.length,
    Math.max(
      0,
      rows.findLastIndex((row) => row.fromRound <= here),
    ),
  );
  const figure = renderReignLine(
    reigns.map((reign) => ({ ...reign, from: reign.fromRound, to: reign.toRound })),
    letters,
    look.width - 8,
  );
  const table = Math.max(1, look.height - 7);
  const selected = rows[at];
  const body: Line[] = [
    [span('crown   ', 'text.secondary'), span(figure.holders, 'crown.moved')],
    [span('*       ', 'text.secondary'), span(figure.marks, 'verdict.wrong-crown')],
    rule(look, rows.length === 0 ? '' : `#${rows[0]?.fromRound} to #${rows.at(-1)?.toRound}, to scale`),
    ...filled(
      rows.length === 0
        ? [[span('No round has been replayed.')]]
        : tableLines({ columns: columns(look), rows, selected: at, width: look.width, height: table }),
      table + 1,
    ),
    rule(look),
    fitLine([span(heldText(rows))], look.width),
    fitLine(
      [span('* the holder comes from a wrong crown; a gap: no round was judged there', 'text.secondary')],
      look.width,
    ),
  ];
  return plainView(body, ['crowns', '--json'], {
    aside: `${rows.length} reign${rows.length === 1 ? '' : 's'} in ${results.length} rounds`,
    length: rows.length,
    at,
    page: Math.floor(table / 2),
    value:
      selected === undefined || selected.uid === null
        ? null
        : { text: selected.hotkey ?? `u${selected.uid}`, what: `the hotkey of u${selected.uid}` },
    row: selected ?? null,
    target:
      selected === undefined
        ? null
        : {
            place: { screen: 'rounds', key: null },
            label: `rounds ${spanText(selected)}`,
            filter: `${selected.fromRound}..${selected.toRound}`,
          },
  });
};
