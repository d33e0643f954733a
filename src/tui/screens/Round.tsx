import { contenderColumns, contenderDetail, orderContenders } from '../present/contendersTable.js';
import { identityLines } from '../present/identity.js';
import { contendersLayout, roundRoom } from '../present/layout.js';
import { type Line, span } from '../present/line.js';
import { rule } from '../present/look.js';
import { orderChallengers, type RoundRow } from '../present/roundRow.js';
import { verdictSpan } from '../present/roundsTable.js';
import { tableLines } from '../present/table.js';
import { engineLine, verdictLines } from '../present/verdictLines.js';
import type { AppState } from '../state/app.js';
import { duelLines, lookOf, type World } from '../state/world.js';
import { Frame } from '../widgets/Frame.js';
import { Lines } from '../widgets/Lines.js';

interface Props {
  readonly state: AppState;
  readonly world: World;
  readonly row: RoundRow;
}

/** The duel tab: who, the scrolled evidence, the verdict that never scrolls, the engine. */
const duelTab = ({ state, world, row }: Props): Line[] => {
  const look = lookOf(world);
  const { result } = row;
  if (result === null) return [[span('no replay has finished this round')]];
  const ordered = orderChallengers(result);
  const at = Math.min(state.round.challenger, Math.max(0, ordered.length - 1));
  const body = duelLines(state, row, result, world);
  const room = roundRoom(look.height);
  const from = Math.max(0, Math.min(state.round.scroll, body.length - room));
  const shown = body.slice(from, from + room);
  const more = body.length > room ? `lines ${from + 1}-${from + shown.length} of ${body.length}` : '';
  return [
    ...identityLines(result, ordered[at] ?? null, { at, of: ordered.length }, look),
    ...shown,
    ...Array.from({ length: Math.max(0, room - shown.length) }, (): Line => []),
    rule(look, more),
    ...verdictLines(result, look),
    engineLine(row.replay, result, look),
  ];
};

const contendersTab = ({ state, world, row }: Props): Line[] => {
  const look = lookOf(world);
  const contenders = orderContenders(row.result?.contenders ?? []);
  const layout = contendersLayout(look.height);
  const selected = Math.min(state.round.contender, contenders.length - 1);
  return [
    ...tableLines({
      columns: contenderColumns(look),
      rows: contenders,
      selected,
      width: look.width,
      height: layout.table,
    }),
    rule(look),
    ...contenderDetail(contenders[selected] ?? null, look, layout.detail),
  ];
};

const TABS = [
  { tab: 'duel', label: '1 Duel' },
  { tab: 'contenders', label: '2 Contenders' },
] as const;

/** One round: why the crown is right or wrong, with every number that decided. */
export function Round({ state, world, row }: Props) {
  const look = lookOf(world);
  const tabs: Line = TABS.map(({ tab, label }) =>
    state.round.tab === tab ? span(`  [${label}]`, 'text.selected') : span(`   ${label} `, 'text.secondary'),
  );
  const inCount = row.result?.contenders.filter((one) => one.in).length ?? 0;
  return (
    <Frame
      state={state}
      world={world}
      crumbs={[span('Rounds > '), span(`#${row.roundId} `, 'text.heading'), verdictSpan(row, look), ...tabs]}
      aside={row.result === null ? '' : `${inCount} of ${row.result.contenders.length} contenders in`}
    >
      <Lines
        lines={
          state.round.tab === 'duel' ? duelTab({ state, world, row }) : contendersTab({ state, world, row })
        }
      />
    </Frame>
  );
}
