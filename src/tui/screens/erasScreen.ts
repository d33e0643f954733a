import { certainty, eraList, type ListedEra } from '../../report/eraList.js';
import { fitLine, type Line, span, wrap } from '../present/line.js';
import { clean, type Look, rule } from '../present/look.js';
import { count } from '../present/numbers.js';
import { type Column, tableLines } from '../present/table.js';
import type { AppState } from '../state/app.js';
import { currentRow, lookOf, type World } from '../state/world.js';
import { filled, plainView, rowIndex, type ScreenView } from './screenView.js';

const columns = (here: string | null): Column<ListedEra>[] => [
  { title: 'ERA', width: 5, rank: 0, cell: (era) => span(`${era.id}${era.id === here ? ' <' : ''}`) },
  { title: 'FROM BLOCK', width: 10, align: 'right', rank: 0, cell: (era) => span(count(era.from.block)) },
  {
    title: 'TO BLOCK',
    width: 10,
    align: 'right',
    rank: 3,
    cell: (era) => span(era.until === null ? '-' : count(era.until - 1)),
  },
  { title: 'HOW SURELY', width: 32, rank: 1, cell: (era) => span(certainty(era.from)) },
  {
    title: 'JUDGED',
    width: 6,
    rank: 2,
    cell: (era) => span(era.judged ? 'yes' : 'no', era.judged ? 'gate.ok' : 'text.secondary'),
  },
  { title: 'WHAT CHANGED', width: 16, rank: 4, grows: true, cell: (era) => span(era.title) },
];

const shown = (value: unknown): string => {
  if (value === null || value === undefined) return 'none';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
};

const detail = (era: ListedEra, look: Look): Line[] => {
  const { from } = era;
  const sure =
    from.earliest === from.latest
      ? `begins at block ${count(from.block)} exactly (${from.basis})`
      : `begins about block ${count(from.block)} (${from.basis}): between ${count(from.earliest)} and ${count(from.latest)}`;
  const lines = [
    `${era.title}. ${from.why}`,
    era.judged
      ? `Rounds are judged by these rules; ${sure}.`
      : `Rules not held: rounds are shown and not judged; ${sure}.`,
    `source ${era.source ?? 'none: the mechanism ends'}`,
    ...(era.settings.length === 0
      ? []
      : [`legal settings of an operator: ${era.settings.map((one) => one.id).join(', ')}`]),
    ...era.changed.map((one) =>
      typeof one.after === 'object' && one.after !== null && one.part !== 'relativeAxes'
        ? `${one.part}: see recrown eras --json and docs/eras.md`
        : `${one.part}: ${shown(one.before)} -> ${shown(one.after)}`,
    ),
  ];
  return lines.flatMap((text) =>
    wrap(clean(text, look, 1000), look.width - 2).map(
      (part, index): Line => [span(index === 0 ? '' : '  '), span(part)],
    ),
  );
};

/** Which rules hold when, how surely that is known, and what changed with each era. */
export const erasScreen = (state: AppState, world: World): ScreenView => {
  const look = lookOf(world);
  const eras = eraList();
  const here = currentRow(state, world)?.result?.eraId ?? null;
  const at = rowIndex(
    state.cursor.eras,
    eras.length,
    Math.max(
      0,
      eras.findIndex((era) => era.id === here),
    ),
  );
  const era = eras[at];
  const room = look.height - 3;
  const table = Math.max(4, Math.min(eras.length, room - 6));
  const body: Line[] = [
    ...tableLines({ columns: columns(here), rows: eras, selected: at, width: look.width, height: table }),
    rule(look, era === undefined ? '' : `${era.id}`),
    ...filled(era === undefined ? [] : detail(era, look), room - table),
    fitLine(
      [
        span(
          here === null ? 'no round is selected' : `< era of the selected round (${clean(here, look, 24)})`,
          'text.secondary',
        ),
      ],
      look.width,
    ),
  ];
  return plainView(body, ['eras', '--json'], {
    aside: `${eras.filter((one) => one.judged).length} of ${eras.length} judged`,
    length: eras.length,
    at,
    page: Math.floor(table / 2),
    value: era === undefined ? null : { text: String(era.from.block), what: `the first block of ${era.id}` },
    row: era ?? null,
    target:
      era === undefined
        ? null
        : { place: { screen: 'rounds', key: null }, label: `rounds of ${era.id}`, filter: `era:${era.id}` },
  });
};
