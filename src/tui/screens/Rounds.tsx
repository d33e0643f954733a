import { asciiOnly } from '../../domain/printable.js';
import { explanationLines } from '../present/explanation.js';
import { roundsLayout } from '../present/layout.js';
import { fitLine, type Line, span } from '../present/line.js';
import { clean, type Look, rule } from '../present/look.js';
import type { RoundRow } from '../present/roundRow.js';
import { roundColumns } from '../present/roundsTable.js';
import { stripLines } from '../present/stripLines.js';
import { tableLines } from '../present/table.js';
import { totalsLine } from '../present/totals.js';
import type { AppState } from '../state/app.js';
import { selectedRound, shownRounds } from '../state/rounds.js';
import { lookOf, type World } from '../state/world.js';
import { Frame } from '../widgets/Frame.js';
import { Lines } from '../widgets/Lines.js';

const NOTHING = [
  'No replay was found.',
  'Make one with  recrown audit RANGE --snapshot DIR  and open recrown again.',
];

/** How many rounds are shown, which, and in what order; only the first where the window is narrow. */
const asideOf = (state: AppState, rows: readonly RoundRow[], shown: number, look: Look): string => {
  const filter = look.charset === 'ascii' ? asciiOnly(state.rounds.filter) : state.rounds.filter;
  const narrowed = [
    state.rounds.onlyFindings ? 'findings' : '',
    state.rounds.onlyMoved ? 'moved' : '',
    filter === '' ? '' : `"${filter}"`,
  ].filter((part) => part !== '');
  const first = rows[0]?.roundId;
  const last = rows.at(-1)?.roundId;
  const aside = [
    narrowed.length === 0 ? `${rows.length} rounds` : `${narrowed.join(' ')}: ${shown} of ${rows.length}`,
    first === undefined ? '' : `${first}-${last}`,
    `sort: ${state.rounds.order}`,
  ];
  const text = aside.filter((part) => part !== '').join('   ');
  return text.length + 12 <= look.width ? text : (aside[0] ?? '');
};

/** Which crowns are wrong, and what it led to: history, table, explanation of the selected round, totals. */
export function Rounds({ state, world }: { readonly state: AppState; readonly world: World }) {
  const look = lookOf(world);
  const { rows, problems } = world.data;
  const shown = shownRounds(rows, state.rounds);
  const selected = selectedRound(shown, state.rounds);
  const layout = roundsLayout(look.height, problems.length > 0 ? 1 : 0);
  const mixed = new Set(rows.map((row) => row.replay.start.spec.snapshot.digest)).size > 1;
  const table =
    shown.length === 0
      ? (rows.length === 0 ? NOTHING : ['No round matches. esc clears the filter.']).map(
          (text): Line => fitLine([span(text)], look.width),
        )
      : tableLines({
          columns: roundColumns(look, mixed),
          rows: shown,
          selected: selected === null ? -1 : shown.indexOf(selected),
          width: look.width,
          height: layout.table,
        });
  const filler = Array.from({ length: Math.max(0, layout.table + 1 - table.length) }, (): Line => []);
  const lines: Line[] = [
    ...(layout.strip ? [...stripLines(rows, selected, look), rule(look)] : []),
    ...table,
    ...filler,
    ...(layout.panel ? [rule(look), ...explanationLines(selected, rows, look)] : []),
    rule(look),
    totalsLine(rows, look),
    ...(problems.length > 0
      ? [
          fitLine(
            [span(`${problems.length} not readable: ${clean(problems[0] ?? '', look)}`, 'notice')],
            look.width,
          ),
        ]
      : []),
  ];
  return (
    <Frame
      state={state}
      world={world}
      crumbs={[span('Rounds', 'text.heading')]}
      aside={asideOf(state, rows, shown.length, look)}
    >
      <Lines lines={lines} />
    </Frame>
  );
}
