import type { RoundRow } from '../../report/roundRow.js';
import { weightsLayout } from '../present/layout.js';
import { fitLine, fitParts, type Line, type Part, span, wrap } from '../present/line.js';
import { rule } from '../present/look.js';
import { count } from '../present/numbers.js';
import { stakeTotals } from '../present/stakeTotals.js';
import { tableLines } from '../present/table.js';
import { expectedText, weightColumns, weightDetail } from '../present/weightsTable.js';
import type { AppState } from '../state/app.js';
import { selectedValidator, shownValidators } from '../state/weights.js';
import { lookOf, type World } from '../state/world.js';
import { roundCommand } from './commands.js';
import { filled, plainView, type ScreenView } from './screenView.js';

const FOOT: readonly Part[] = [
  { text: 'A row is judged by the round in which it was decided.', rank: 0 },
  { text: 'DIST: half the sum of |expected - set|.', rank: 1 },
];

const NOT_JUDGED =
  'The rows of this round are not kept with its result: nothing says what they should be. The chain shows them: recrown chain BLOCK.';

/** What each validator set for a round, beside what the rule gives. */
export const weightsScreen = (state: AppState, world: World, row: RoundRow): ScreenView => {
  const look = lookOf(world);
  const { result } = row;
  const validators = result?.validators ?? [];
  const shown = shownValidators(validators, state.weights);
  const selected = selectedValidator(shown, state.weights);
  const at = selected === null ? -1 : shown.indexOf(selected);
  const total = validators.reduce((sum, one) => sum + one.stakeWeight, 0);
  const detail = weightDetail(selected, look);
  const layout = weightsLayout(look.height, validators.length, detail.length);
  const expected = result?.decisions[0]?.expected ?? [];
  const lines: Line[] = [
    fitLine([span('Expected  ', 'text.secondary'), span(expectedText(expected), 'text.heading')], look.width),
    ...tableLines({
      columns: weightColumns(look, total),
      rows: shown,
      selected: at,
      width: look.width,
      height: layout.table,
    }),
    ...(validators.length === 0
      ? [rule(look, 'no judged row'), ...wrap(NOT_JUDGED, look.width).map((text): Line => [span(text)])]
      : [...detail.slice(0, layout.detail), ...stakeTotals(validators, look, layout.stake)]),
  ];
  const foot: Line[] = [rule(look), [span(fitParts(FOOT, look.width), 'text.secondary')]];
  const activation = result === null ? '' : `activation block ${count(result.activationBlock)}`;
  const narrowed = state.weights.onlyDiffering
    ? `only differing: ${shown.length} of ${validators.length}   `
    : '';
  return plainView(
    [...filled(lines, look.height - foot.length), ...foot],
    roundCommand(row.replay, row.roundId),
    {
      aside: `${narrowed}${activation}`,
      length: shown.length,
      at: Math.max(0, at),
      page: 8,
      value:
        selected === null
          ? { text: String(row.roundId), what: 'the round' }
          : { text: selected.hotkey, what: `the hotkey of u${selected.uid}` },
      row: selected,
    },
  );
};
