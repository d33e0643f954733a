import type { AxisEntry, ProbeEntry } from '../domain/journal.js';
import { asciiOnly, printable } from '../domain/printable.js';
import type { ContenderQuality, QualityGateCheck, RoundQuality } from '../domain/roundQuality.js';
import { type ShownItem, shownItems } from '../domain/shownItems.js';
import { axisLine, shareText } from './figures/axisLine.js';
import { finetuneLines } from './finetuneLines.js';
import { heldLines } from './heldLines.js';

const BAR = 16;
const SHOWN = 60;

/** What the axes of a round say: each contender's with bars, the quality gates with one item turned, and every item. */
export function qualityText(
  quality: RoundQuality,
  entries: readonly (AxisEntry | ProbeEntry)[],
  ascii: boolean,
): string {
  const { contenders, gates, notReplayed } = quality;
  const lines = [
    'Quality axes',
    ...headLines(quality).map((line) => `  ${line}`),
    ...contenders.flatMap((one) => [
      '',
      `  u${one.uid}  ${contenderHead(one)}`,
      ...one.axes.map((axis) => `    ${axisLine(axis, ascii ? 'ascii' : 'unicode', BAR)}`),
    ]),
    '',
    ...gates.map((gate) => `  ${gateLine(gate)}`),
    ...notReplayed.map(({ axis, why }) => `  not replayed: ${printable(axis, 40)}: ${printable(why)}`),
    ...entries.flatMap(itemLines),
    '',
  ];
  // What a model wrote may hold any character.
  return lines.map((line) => (ascii ? asciiOnly(line) : line)).join('\n');
}

/** How the axes were asked and whether they count, what was held against an evaluator, and what norm layers say. */
export const headLines = ({
  wording,
  mode,
  counts,
  share,
  counted,
  why,
  reference,
  finetune,
}: RoundQuality): string[] => [
  `asked in ${wording === 'own' ? "recrown's own words" : "the evaluator's words"}, decoded by ${printable(mode, 40)}, ${counts === 'operator' ? "the operator's counts" : "the era's counts"}`,
  `${Math.round(share * 100)} % of the quality weight computed for every contender${counted ? '' : ', counted as 0 %'}`,
  printable(why),
  ...(reference === undefined ? [] : heldLines(reference)),
  ...(finetune === undefined ? [] : finetuneLines(finetune)),
];

/** Quality on computed axes with its band, and on declared ones. */
export const contenderHead = ({ quality, halfWidth, declaredQuality }: ContenderQuality): string =>
  `quality ${shareText(quality)} +- ${halfWidth.toFixed(4)}   declared ${shareText(declaredQuality)}`;

/** The quality gate of one challenger, and the items that alone decide it. */
export function gateLine({
  uid,
  ok,
  reason,
  quality,
  threshold,
  oneItem,
  turned,
  changing,
}: QualityGateCheck): string {
  const span =
    oneItem === null ? '' : `, ${shareText(oneItem[0])} to ${shareText(oneItem[1])} with one item turned`;
  const items =
    changing.length === 0
      ? `none of ${turned} items changes it alone`
      : `${changing.length} of ${turned} items change it alone`;
  return `${ok ? 'ok  ' : 'FAIL'}  u${uid} quality ${shareText(quality)} >= ${shareText(threshold)}  ${printable(reason, 60)}${span}; ${items}`;
}

/** Prompts stand in the JSON document alone: they are long. */
function itemLines(entry: AxisEntry | ProbeEntry): string[] {
  const items = shownItems(entry);
  if (items.length === 0) return [];
  const axis = entry.type === 'axis' ? entry.record.axis : entry.axis;
  const confined = entry.type === 'axis' && entry.sandboxed ? ' (programs in the sandbox)' : '';
  return [
    '',
    `  u${entry.uid} ${printable(axis, 40)}${confined}`,
    ...items.map((item) => `    ${itemLine(item)}`),
  ];
}

function itemLine({ ok, source, gold, pred, score, answer, tokens }: ShownItem): string {
  const from = `from ${printable(JSON.stringify(answer.slice(0, SHOWN)), 2 * SHOWN)}`;
  const head = `${ok === null ? '     ' : ok ? 'right' : 'wrong'}  ${printable(source, 40)}`;
  if (ok === null) return `${head}  ${score === null ? 'no mark' : score}  ${from}`;
  return `${head}  wanted ${printable(gold, SHOWN)}  read ${printable(pred, SHOWN)}  ${from}  ${tokens} tokens`;
}
