import { beginning } from '../../domain/beginning.js';
import type { AxisEntry, ProbeEntry } from '../../domain/journal.js';
import type { RoundQuality } from '../../domain/roundQuality.js';
import { type ShownItem, shownItems } from '../../domain/shownItems.js';
import { contenderHead, gateLine, headLines } from '../qualityText.js';
import type { Block, Cell, Section } from './block.js';
import { number, plain } from './cells.js';

/** Items of one axis and axes of one report that a page shows; the JSON document has them all. */
const MOST = { items: 60, axes: 200 } as const;
/** Code points of a question and of an answer. */
const TEXT = 500;
/** A character takes at most so many where it is escaped. */
const ESCAPED = 12;

const textCell = (text: string): Cell => ({ text: beginning(text, TEXT), max: TEXT * ESCAPED });

const grade = ({ ok, score }: ShownItem): Cell => {
  if (ok !== null) return ok ? { text: '✓ right', tone: 'ok' } : { text: '✗ wrong', tone: 'fail' };
  return plain(score === null ? 'no mark' : String(score));
};

const row = (item: ShownItem): readonly Cell[] => [
  grade(item),
  { text: item.source, style: 'code', max: 80 },
  textCell(item.prompt),
  textCell(item.failed ? `(could not be decoded) ${item.answer}` : item.answer),
  { ...textCell(item.pred), style: 'code' },
  { ...textCell(item.gold), style: 'code' },
  number(String(item.tokens)),
];

const titleOf = (entry: AxisEntry | ProbeEntry, items: readonly ShownItem[]): string => {
  const graded = items.filter(({ ok }) => ok !== null);
  const right = graded.length === 0 ? 'not right or wrong' : `${graded.filter(({ ok }) => ok).length} right`;
  const name = entry.type === 'axis' ? entry.record.axis : entry.axis;
  // Where a page folds it is markup in some formats: only a name of the usual form stands in it.
  const axis = /^[a-z_]{1,40}$/.test(name) ? name : 'axis of another name';
  const confined = entry.type === 'axis' && entry.sandboxed ? ', programs in the sandbox' : '';
  return `u${entry.uid} ${axis}: ${items.length} items, ${right}${confined}`;
};

const itemsOf = (entry: AxisEntry | ProbeEntry): Block[] => {
  const items = shownItems(entry);
  if (items.length === 0) return [];
  const shown = items.slice(0, MOST.items);
  return [
    {
      kind: 'details',
      title: titleOf(entry, items),
      blocks: [
        {
          kind: 'table',
          columns: [
            { title: 'grade', isWord: true },
            { title: 'source' },
            { title: 'asked' },
            { title: 'answered' },
            { title: 'read from it' },
            { title: 'wanted' },
            { title: 'tokens', isNumber: true },
          ],
          rows: shown.map(row),
        },
        ...(shown.length < items.length
          ? [
              {
                kind: 'text',
                text: 'Only the first items are shown; recrown show --json has them all.',
              } as const,
            ]
          : []),
      ],
    },
  ];
};

/** The axes that were asked here: what quality they give, the gate, and every item folded up. */
export const axesSection = (quality: RoundQuality, entries: readonly (AxisEntry | ProbeEntry)[]): Section => {
  const uids = quality.contenders.map(({ uid }) => uid);
  const items = [...entries]
    .sort((a, b) => uids.indexOf(a.uid) - uids.indexOf(b.uid))
    .slice(0, MOST.axes)
    .flatMap(itemsOf);
  return {
    id: 'axes',
    title: 'Quality axes, asked again',
    blocks: [
      { kind: 'list', items: headLines(quality) },
      {
        kind: 'list',
        items: [
          ...quality.contenders.map((one) => `u${one.uid}: ${contenderHead(one)}`),
          ...quality.gates.map(gateLine),
          ...quality.notReplayed.map(({ axis, why }) => `not replayed: ${axis}: ${why}`),
        ],
      },
      ...(items.length === 0 ? [] : [{ kind: 'heading', text: 'Items, by contender and axis' } as const]),
      ...items,
    ],
  };
};
