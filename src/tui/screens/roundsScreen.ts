import { asciiOnly } from '../../domain/printable.js';
import type { RoundRow } from '../../report/roundRow.js';
import { explanationLines } from '../present/explanation.js';
import { roundsLayout } from '../present/layout.js';
import { fitLine, type Line, span } from '../present/line.js';
import { clean, type Look, rule } from '../present/look.js';
import { roundColumns } from '../present/roundsTable.js';
import { stripLines } from '../present/stripLines.js';
import { tableLines } from '../present/table.js';
import { totalsLine } from '../present/totals.js';
import type { AppState } from '../state/app.js';
import { selectedRound, shownRounds } from '../state/rounds.js';
import { lookOf, type World, zonesOf } from '../state/world.js';
import { filled, plainView, type ScreenView } from './screenView.js';

const NOTHING = [
  'No replay was found.',
  'Make one with  recrown audit RANGE --snapshot DIR  and open recrown again.',
];

/** How many rounds are shown, which, how many are marked, and in what order; only the first where the window is narrow. */
const asideOf = (state: AppState, rows: readonly RoundRow[], shown: number, look: Look): string => {
  const { rounds } = state;
  const filter = look.charset === 'ascii' ? asciiOnly(rounds.filter) : rounds.filter;
  const narrowed = [
    rounds.onlyFindings ? 'findings' : '',
    rounds.onlyMoved ? 'moved' : '',
    filter === '' ? '' : `"${filter}"`,
  ].filter((part) => part !== '');
  const first = rows[0]?.roundId;
  const last = rows.at(-1)?.roundId;
  const aside = [
    narrowed.length === 0 ? `${rows.length} rounds` : `${narrowed.join(' ')}: ${shown} of ${rows.length}`,
    first === undefined ? '' : `${first}-${last}`,
    rounds.marked.length === 0 ? '' : `${rounds.marked.length} marked`,
    `sort: ${rounds.order}`,
  ];
  const text = aside.filter((part) => part !== '').join('   ');
  return text.length + 12 <= look.width ? text : (aside[0] ?? '');
};

/** Which crowns are wrong, and what it led to: history, table, explanation of the selected round, totals. */
export const roundsScreen = (state: AppState, world: World): ScreenView => {
  const look = lookOf(world);
  const { rows, problems } = world.data;
  const shown = shownRounds(rows, state.rounds);
  const selected = selectedRound(shown, state.rounds);
  const at = selected === null ? -1 : shown.indexOf(selected);
  const layout = roundsLayout(look.height, problems.length > 0 ? 1 : 0);
  const digest = rows[0]?.replay.start.spec.snapshot.digest;
  const mixed = rows.some((row) => row.replay.start.spec.snapshot.digest !== digest);
  const marked = new Set(state.rounds.marked);
  const table =
    shown.length === 0
      ? (rows.length === 0 ? NOTHING : ['No round matches. esc clears the filter.']).map(
          (text): Line => fitLine([span(text)], look.width),
        )
      : tableLines({
          columns: roundColumns(look, mixed, zonesOf(world)),
          rows: shown,
          selected: at,
          marked: (row) => marked.has(row.key),
          width: look.width,
          height: layout.table,
        });
  const problem = `${problems.length} not readable: ${clean(problems[0] ?? '', look)}`;
  const body: Line[] = [
    ...(layout.strip ? [...stripLines(rows, selected, look), rule(look)] : []),
    ...filled(table, layout.table + 1),
    ...(layout.panel ? [rule(look), ...explanationLines(selected, rows, look)] : []),
    rule(look),
    totalsLine(rows, look),
    ...(problems.length > 0 ? [fitLine([span(problem, 'notice')], look.width)] : []),
  ];
  return plainView(body, ['crowns', '--json'], {
    aside: asideOf(state, rows, shown.length, look),
    length: shown.length,
    at: Math.max(0, at),
    page: Math.floor(layout.table / 2),
    value: selected === null ? null : { text: String(selected.roundId), what: 'the round' },
    row:
      selected === null
        ? null
        : (selected.result ?? {
            roundId: selected.roundId,
            replay: selected.replay.id,
            verdict: selected.verdict,
          }),
  });
};
