import { weightsLayout } from '../present/layout.js';
import { fitLine, fitParts, type Line, type Part, span, wrap } from '../present/line.js';
import { rule } from '../present/look.js';
import { count } from '../present/numbers.js';
import type { RoundRow } from '../present/roundRow.js';
import { stakeTotals } from '../present/stakeTotals.js';
import { tableLines } from '../present/table.js';
import { expectedText, weightColumns, weightDetail } from '../present/weightsTable.js';
import type { AppState } from '../state/app.js';
import { selectedValidator, shownValidators } from '../state/weights.js';
import { lookOf, type World } from '../state/world.js';
import { Frame } from '../widgets/Frame.js';
import { Lines } from '../widgets/Lines.js';

interface Props {
  readonly state: AppState;
  readonly world: World;
  readonly row: RoundRow;
}

const FOOT: readonly Part[] = [
  { text: 'A row is judged by the round in which it was decided.', rank: 0 },
  { text: 'DIST: half the sum of |expected - set|.', rank: 1 },
];

const NOT_JUDGED =
  'The rows of this round are not kept with its result: nothing says what they should be. The chain shows them: recrown chain BLOCK.';

/** What each validator set for a round, beside what the rule gives. */
export function Weights({ state, world, row }: Props) {
  const look = lookOf(world);
  const { result } = row;
  const validators = result?.validators ?? [];
  const shown = shownValidators(validators, state.weights);
  const selected = selectedValidator(shown, state.weights);
  const total = validators.reduce((sum, one) => sum + one.stakeWeight, 0);
  const detail = weightDetail(selected, look);
  const layout = weightsLayout(look.height, validators.length, detail.length);
  const expected = result?.decisions[0]?.expected ?? [];
  const lines: Line[] = [
    fitLine([span('Expected  ', 'text.secondary'), span(expectedText(expected), 'text.heading')], look.width),
    ...tableLines({
      columns: weightColumns(look, total),
      rows: shown,
      selected: selected === null ? -1 : shown.indexOf(selected),
      width: look.width,
      height: layout.table,
    }),
    ...(validators.length === 0
      ? [rule(look, 'no judged row'), ...wrap(NOT_JUDGED, look.width).map((text): Line => [span(text)])]
      : [...detail.slice(0, layout.detail), ...stakeTotals(validators, look, layout.stake)]),
  ];
  const foot: Line[] = [rule(look), [span(fitParts(FOOT, look.width), 'text.secondary')]];
  const room = look.height - foot.length;
  const filler = Array.from({ length: Math.max(0, room - lines.length) }, (): Line => []);
  const activation = result === null ? '' : `activation block ${count(result.activationBlock)}`;
  const narrowed = state.weights.onlyDiffering
    ? `only differing: ${shown.length} of ${validators.length}   `
    : '';
  return (
    <Frame
      state={state}
      world={world}
      crumbs={[span('Rounds > '), span(`#${row.roundId} `, 'text.heading'), span('> Weights')]}
      aside={`${narrowed}${activation}`}
    >
      <Lines lines={[...lines.slice(0, room), ...filler, ...foot]} />
    </Frame>
  );
}
