import type { ValidatorRow, WeightEntry } from '../../domain/weights.js';
import { renderPairedBar } from '../../report/figures/bars.js';
import { STATUS_MARKS } from '../../report/figures/marks.js';
import { rowDistance, rowShares } from '../../report/figures/rowShares.js';
import { cutMiddle, fitLine, fitParts, type Line, type Part, pad, span, wrap } from './line.js';
import { clean, type Look, rule } from './look.js';
import { count, percent } from './numbers.js';
import type { Column } from './table.js';

/** The entries of a row by share, largest first. Numbers are never cut: what has no room is counted (`+1`). */
export const rowText = (row: readonly WeightEntry[], width: number): string => {
  const entries = [...rowShares(row)].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const texts = entries.map(([uid, share]) => `u${uid} ${percent(share, 1)}`);
  const forms = texts.map((_, dropped) => {
    const kept = texts.slice(0, texts.length - dropped).join(', ');
    return dropped === 0 ? kept : `${kept} +${dropped}`;
  });
  return forms.find((form) => form.length <= width) ?? `${entries.length} UIDs`;
};

/** Raw u16 and percent of the row that the rule gives. */
export const expectedText = (row: readonly WeightEntry[]): string => {
  if (row.length === 0) return 'none';
  const shares = rowShares(row);
  return [...row]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .map(([uid, weight]) => `u${uid} ${count(weight)} (${percent(shares.get(uid) ?? 0, 1)})`)
    .join('  ');
};

const block = (value: number | null, otherwise: string): string =>
  value === null ? otherwise : count(value);

const setText = (row: ValidatorRow, width: number): string =>
  row.status === 'hidden' ? 'not revealed' : row.set.length === 0 ? 'none' : rowText(row.set, width);

export const weightColumns = (look: Look, totalStake: number): Column<ValidatorRow>[] => [
  { title: 'VALIDATOR', width: 10, rank: 0, cell: (row) => span(cutMiddle(clean(row.hotkey, look, 80))) },
  { title: 'UID', width: 4, align: 'right', rank: 0, cell: (row) => span(String(row.uid)) },
  {
    title: 'STAKE',
    width: 6,
    align: 'right',
    rank: 3,
    cell: (row) => span(totalStake > 0 ? percent(row.stakeWeight / totalStake, 1) : '-'),
  },
  { title: 'STAKE U16', width: 9, align: 'right', rank: 8, cell: (row) => span(count(row.stakeWeight)) },
  { title: 'DECIDED', width: 10, align: 'right', rank: 4, cell: (row) => span(block(row.decidedAt, '-')) },
  {
    title: 'VISIBLE',
    width: 10,
    align: 'right',
    rank: 5,
    cell: (row) => span(block(row.visibleAt, row.status === 'hidden' ? 'hidden' : '-')),
  },
  { title: 'SET', width: 22, rank: 2, grows: true, cell: (row, width) => span(setText(row, width)) },
  {
    title: 'DIST',
    width: 4,
    align: 'right',
    rank: 1,
    cell: (row) => {
      const distance = rowDistance(row);
      return span(distance === null ? '-' : distance.toFixed(2));
    },
  },
  {
    title: 'STATUS',
    width: 10,
    rank: 0,
    cell: (row) => {
      const mark = STATUS_MARKS[row.status];
      return span(`${mark[look.charset]} ${mark.word}`, `status.${row.status}`);
    },
  },
];

/** Expected and set of one validator, UID by UID, raw and percent, and why the row has its status. */
export const weightDetail = (row: ValidatorRow | null, look: Look): Line[] => {
  if (row === null) return [rule(look, 'no validator row')];
  const expected = rowShares(row.expected);
  const set = rowShares(row.set);
  const raw = new Map(
    [...row.expected.map(([uid]) => uid), ...row.set.map(([uid]) => uid)].map((uid) => [uid, uid]),
  );
  const uids = [...raw.keys()].sort(
    (a, b) =>
      Math.max(expected.get(b) ?? 0, set.get(b) ?? 0) - Math.max(expected.get(a) ?? 0, set.get(a) ?? 0) ||
      a - b,
  );
  const of = (entries: readonly WeightEntry[], uid: number): number =>
    entries.find(([one]) => one === uid)?.[1] ?? 0;
  const room = Math.max(0, look.width - 40);
  const title: Part[] = [
    { text: clean(row.hotkey, look, 80), rank: 0 },
    { text: row.decidedAt === null ? '' : `decided ${count(row.decidedAt)}`, rank: 1 },
    { text: row.visibleAt === null ? '' : `visible ${count(row.visibleAt)}`, rank: 2 },
  ];
  const head: Part[] = [
    { text: '  UID         EXPECTED             SET', rank: 0 },
    { text: 'e expected', rank: 1 },
    { text: 's set', rank: 1 },
    { text: 'B both', rank: 1 },
  ];
  const lines = uids.map((uid): Line => {
    const left = expected.get(uid) ?? 0;
    const right = set.get(uid) ?? 0;
    return [
      span(`  ${pad(`u${uid}`, 5)}`),
      span(`${pad(count(of(row.expected, uid)), 7, 'right')} ${pad(percent(left, 1), 6, 'right')} `),
      span(`${pad(count(of(row.set, uid)), 7, 'right')} ${pad(percent(right, 1), 6, 'right')}  `),
      span(renderPairedBar({ expected: left, set: right }, room).trimEnd()),
    ];
  });
  return [
    rule(look, fitParts(title, look.width - 6)),
    ...wrap(clean(row.note, look), look.width)
      .slice(0, 3)
      .map((text): Line => [span(text)]),
    [span(fitParts(head, look.width), 'text.secondary')],
    ...lines.map((line) => fitLine(line, look.width)),
  ];
};
