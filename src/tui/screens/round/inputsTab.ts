import type { RoundResult } from '../../../domain/verdict.js';
import type { RoundRow } from '../../../report/roundRow.js';
import { contenderColumns, contenderDetail, orderContenders } from '../../present/contendersTable.js';
import { startPart } from '../../present/identity.js';
import { cutMiddle, fitLine, fitParts, type Line, type Part, span } from '../../present/line.js';
import { clean, type Look, rule } from '../../present/look.js';
import { count } from '../../present/numbers.js';
import { tableLines } from '../../present/table.js';
import type { AppState } from '../../state/app.js';
import { lookOf, type World } from '../../state/world.js';
import { filled, rowIndex, type ScreenView } from '../screenView.js';

const NAME = 8;

/** Seed, blocks, texts and plans: what the round was computed from. */
const inputLines = (row: RoundRow, result: RoundResult, look: Look, zone: string): Line[] => {
  const line = (name: string, parts: readonly Part[]): Line =>
    fitLine(
      [span(name.padEnd(NAME), 'text.secondary'), span(fitParts(parts, look.width - NAME))],
      look.width,
    );
  const passes = row.replay.plans
    .filter((plan) => plan.roundId === row.roundId)
    .flatMap((plan) => plan.passes);
  const captures = [...new Set(passes.map((pass) => pass.capture))];
  const [plan] = result.plans;
  return [
    line('SEED', [
      { text: `block ${count(result.seedBlock)}`, rank: 0 },
      ...startPart(result, zone),
      { text: `cutoff ${count(result.cutoffBlock)}`, rank: 1 },
      { text: `activation ${count(result.activationBlock)}`, rank: 2 },
      {
        text: result.seedHash === null ? 'hash not recorded' : clean(cutMiddle(result.seedHash, 6), look, 60),
        rank: 1,
      },
      { text: `snapshot ${clean(row.replay.start.spec.snapshot.name, look, 40)}`, rank: 3 },
    ]),
    line('TEXT', [
      {
        text:
          result.prompts === null
            ? 'no prompts were drawn'
            : `shard ${String(result.prompts.shard).padStart(5, '0')}: ${result.prompts.drawn} drawn, ${result.prompts.scored} scored`,
        rank: 0,
      },
      { text: `${result.tokenMode ?? 'no'} text`, rank: 1 },
      {
        text:
          captures.length === 0
            ? ''
            : `${captures.length} teacher text${captures.length === 1 ? '' : 's'}: ${captures
                .map((one) => clean(cutMiddle(one), look, 40))
                .slice(0, 3)
                .join(', ')}`,
        rank: 2,
      },
    ]),
    line('PLAN', [
      {
        text:
          plan === undefined
            ? 'no plan of challengers is known'
            : `${result.plans.length} possible: ${clean(plan.why, look, 200)}`,
        rank: 0,
      },
    ]),
  ];
};

/** What the round was computed from, and who took part or did not, and why. */
export const inputsTab = (
  state: AppState,
  world: World,
  row: RoundRow,
  result: RoundResult,
): Pick<ScreenView, 'body' | 'at' | 'length' | 'page' | 'value' | 'row' | 'aside'> => {
  const look = lookOf(world);
  const contenders = orderContenders(result.contenders);
  const at = rowIndex(state.cursor['round.inputs'], contenders.length);
  const selected = contenders[at] ?? null;
  const head = inputLines(row, result, look, world.timeZone);
  const room = look.height - head.length - 3;
  const detail = Math.min(5, Math.max(2, Math.floor(room / 4)));
  const table = Math.max(1, room - detail);
  const body: Line[] = [
    ...head,
    rule(look),
    ...filled(
      tableLines({
        columns: contenderColumns(look),
        rows: contenders,
        selected: at,
        width: look.width,
        height: table,
      }),
      table + 1,
    ),
    rule(look),
    ...contenderDetail(selected, look, detail),
  ];
  return {
    aside: `${result.contenders.filter((one) => one.in).length} of ${contenders.length} contenders in`,
    body,
    at,
    length: contenders.length,
    page: Math.floor(table / 2),
    value: selected === null ? null : { text: selected.hotkey, what: `the hotkey of u${selected.uid}` },
    row: selected,
  };
};
