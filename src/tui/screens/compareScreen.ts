import type { CompareDocument } from '../data.js';
import {
  compareColumns,
  comparedDetail,
  orderCompared,
  outcomeLines,
  outcomesOf,
} from '../present/compareTable.js';
import { fitLine, type Line, span } from '../present/line.js';
import { clean, rule } from '../present/look.js';
import { tableLines } from '../present/table.js';
import { type AppState, type Place, placeOf, questionOf } from '../state/app.js';
import { type ComparablePair, comparablePairs } from '../state/pairs.js';
import { currentRow, lookOf, type World } from '../state/world.js';
import { waitingLines } from './askedView.js';
import { filled, plainView, rowIndex, type ScreenView } from './screenView.js';

const OUTCOMES = 4;

/** Pairs to choose from. */
const chooseView = (state: AppState, world: World): ScreenView => {
  const look = lookOf(world);
  const pairs = comparablePairs(world.data.views, currentRow(state, world)?.result?.eraId ?? null);
  const at = rowIndex(state.cursor.compare, pairs.length);
  const selected = pairs[at];
  const key = selected === undefined ? null : `${selected.a}..${selected.b}`;
  const table = Math.max(1, look.height - 3);
  const body: Line[] = [
    fitLine(
      [span('Two sides on the same rounds; any other pair by  : compare/A..B', 'text.secondary')],
      look.width,
    ),
    ...tableLines<ComparablePair>({
      columns: [
        { title: 'A', width: 10, rank: 0, cell: (pair) => span(clean(pair.a, look, 60)) },
        { title: 'B', width: 22, rank: 0, cell: (pair) => span(clean(pair.b, look, 60)) },
        { title: '', width: 10, rank: 1, grows: true, cell: (pair) => span(pair.label, 'text.secondary') },
      ],
      rows: pairs,
      selected: at,
      width: look.width,
      height: table,
    }),
  ];
  return plainView(
    body,
    selected === undefined ? ['compare', '--help'] : ['compare', selected.a, selected.b, '--json'],
    {
      aside: `${pairs.length} pairs`,
      length: pairs.length,
      at,
      page: Math.floor(table / 2),
      row: selected ?? null,
      target: key === null ? null : { place: { screen: 'compare', key }, label: `compare ${key}` },
    },
  );
};

/** King of each round as the replays hold it. */
const kingsOf = (world: World): Map<number, number | null> =>
  new Map(
    world.data.rows.flatMap(({ roundId, result }) =>
      result === null ? [] : [[roundId, result.king?.uid ?? null] as const],
    ),
  );

const documentView = (
  state: AppState,
  world: World,
  document: CompareDocument,
  command: readonly string[],
): ScreenView => {
  const look = lookOf(world);
  const kings = kingsOf(world);
  const ordered = orderCompared(document.rounds).filter((row) => !state.onlyChanged || row.changed !== false);
  const at = rowIndex(state.cursor['compare.rounds'], ordered.length);
  const selected = ordered[at];
  const detail = comparedDetail(selected, look);
  const below = Math.min(detail.length, Math.max(2, Math.floor((look.height - OUTCOMES - 4) / 2)));
  const table = Math.max(1, look.height - OUTCOMES - below - 4);
  const unchanged = document.rounds.filter((row) => row.changed === false).length;
  const untold = document.rounds.filter((row) => row.changed === null).length;
  const body: Line[] = [
    fitLine(
      [span(`A ${clean(document.a, look, 60)}   B ${clean(document.b, look, 60)}`, 'text.heading')],
      look.width,
    ),
    ...outcomeLines(outcomesOf(document.rounds, kings), look),
    rule(look, `${document.changed} change, ${unchanged} do not, ${untold} cannot be told`),
    ...filled(
      ordered.length === 0
        ? [[span(document.rounds.length === 0 ? 'No round is in the index.' : 'No round changes.')]]
        : tableLines({
            columns: compareColumns(look, kings),
            rows: ordered,
            selected: at,
            width: look.width,
            height: table,
          }),
      table + 1,
    ),
    ...filled(detail, below),
    [span('In CI: the exit code is 10 when an outcome changes.', 'text.secondary')],
  ];
  const row = world.data.rows.findLast((one) => one.roundId === selected?.roundId && one.result !== null);
  return plainView(body, command, {
    aside: state.onlyChanged
      ? `${ordered.length} of ${document.rounds.length} rounds`
      : `${document.rounds.length} rounds`,
    length: ordered.length,
    at,
    page: Math.floor(table / 2),
    value: selected === undefined ? null : { text: String(selected.roundId), what: 'the round' },
    row: selected ?? null,
    target:
      row === undefined ? null : { place: { screen: 'round', key: row.key }, label: `round ${row.roundId}` },
  });
};

/** Which crowns move between two sides: the table of outcomes, then the rounds that change and why. */
export const compareScreen = (state: AppState, world: World): ScreenView => {
  const place: Place = placeOf(state);
  const question = questionOf(state);
  if (question === null || place.key === null) return chooseView(state, world);
  const at = place.key.indexOf('..');
  const [a, b] = [place.key.slice(0, at), place.key.slice(at + 2)];
  const command = ['compare', a, b, '--json'];
  const asked = world.data.asked[question];
  if (asked?.state === 'compare') return documentView(state, world, asked.document, command);
  return plainView(
    waitingLines(asked, `Comparing ${clean(place.key, lookOf(world), 60)} ...`, world),
    command,
  );
};
