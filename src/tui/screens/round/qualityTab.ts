import type { Gate } from '../../../domain/duel.js';
import type { RoundResult } from '../../../domain/verdict.js';
import { axisPolicy } from '../../../report/axisPolicy.js';
import type { RoundRow } from '../../../report/roundRow.js';
import { axisColumns, axisRows } from '../../present/axesTable.js';
import { declaredAxes } from '../../present/declaredAxes.js';
import { fitLine, type Line, span, wrap } from '../../present/line.js';
import { clean, rule } from '../../present/look.js';
import { fixed, measured, percent } from '../../present/numbers.js';
import { qualityPanel } from '../../present/qualityPanel.js';
import { tableLines } from '../../present/table.js';
import type { AppState } from '../../state/app.js';
import { lookOf, type World } from '../../state/world.js';
import { filled, rowIndex, type ScreenView, scrolled } from '../screenView.js';
import { challengerOf } from './challengerOf.js';

const FOOT = [
  'Absent is not 0: an absent axis is left out of quality, a 0 counts. In brackets: no part of quality.',
  'declared: taken from what a validator published; no axis of this list was executed again.',
] as const;

const gateText = ({ name, measured: value, comparator, threshold }: Gate): string =>
  `${name}  ${measured(value)}${threshold === null ? '' : ` ${comparator} ${measured(threshold)}`}`;

/** The axes as they were asked and graded here, with what the gate says of them. */
const replayedAxes = (
  state: AppState,
  world: World,
  result: RoundResult,
  uid: number | null,
): Pick<ScreenView, 'body' | 'at' | 'length' | 'page' | 'value' | 'row' | 'aside'> => {
  const look = lookOf(world);
  const lines = qualityPanel(result.quality, uid, look, look.width);
  const { shown, at, length, more } = scrolled(lines, look.height, state.cursor['round.quality']);
  return {
    aside: more,
    body: shown,
    at,
    length,
    page: Math.floor(look.height / 2),
    value: null,
    row: result.quality ?? null,
  };
};

/** Axes of king and challenger, and the gate that they decide. */
export const qualityTab = (
  state: AppState,
  world: World,
  row: RoundRow,
  result: RoundResult,
): Pick<ScreenView, 'body' | 'at' | 'length' | 'page' | 'value' | 'row'> => {
  const look = lookOf(world);
  const { challenger } = challengerOf(state, result);
  if (result.quality !== undefined) return replayedAxes(state, world, result, challenger?.uid ?? null);
  const declared = challenger === null ? null : declaredAxes(row.replay, row.roundId, challenger.uid);
  const gates = (challenger?.gates ?? []).filter((gate) => gate.name.startsWith('quality'));
  const head: Line[] = [
    fitLine(
      [
        span('Crown quality   ', 'text.secondary'),
        span(
          challenger === null
            ? 'no challenger took part'
            : `king u${result.king?.uid ?? '-'} ${fixed(challenger.kingQuality, 4)}   challenger u${challenger.uid} ${fixed(challenger.quality, 4)}   coverage ${percent(result.coverage)}`,
        ),
      ],
      look.width,
    ),
    ...gates
      .slice(0, 3)
      .map(
        (gate): Line =>
          fitLine(
            [
              gate.ok ? span('ok    ', 'gate.ok') : span('FAIL  ', 'gate.fail'),
              span(clean(gateText(gate), look)),
            ],
            look.width,
          ),
      ),
  ];
  if (declared === null || challenger === null) {
    const text =
      'The replay holds no axes of this duel: nothing was declared, or the decision was not given them.';
    return {
      body: [...head, rule(look), ...wrap(text, look.width).map((part): Line => [span(part)])],
      at: 0,
      length: 0,
      page: 1,
      value: null,
      row: null,
    };
  }
  const rows = axisRows(declared, axisPolicy(result.eraId));
  const at = rowIndex(state.cursor['round.quality'], rows.length);
  const foot = FOOT.flatMap((text) => wrap(text, look.width)).slice(0, look.height < 18 ? 2 : 4);
  const table = Math.max(1, look.height - head.length - foot.length - 3);
  const selected = rows[at];
  const body: Line[] = [
    ...head,
    rule(look, 'k king  c challenger  B both'),
    ...filled(
      tableLines({ columns: axisColumns(look), rows, selected: at, width: look.width, height: table }),
      table + 1,
    ),
    rule(look),
    ...foot.map((text): Line => [span(text, 'text.secondary')]),
  ];
  return {
    body,
    at,
    length: rows.length,
    page: Math.floor(table / 2),
    value:
      selected === undefined ? null : { text: JSON.stringify(selected), what: `the axis ${selected.axis}` },
    row: selected === undefined ? null : { ...selected, source: 'declared' },
  };
};
