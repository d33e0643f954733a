import type { ContenderDecision } from '../../domain/round.js';
import { cutMiddle, fitLine, type Line, span, wrap } from './line.js';
import { clean, type Look } from './look.js';
import { count } from './numbers.js';
import type { Column } from './table.js';

/** Contenders that take part first, then the others; by UID. */
export const orderContenders = (all: readonly ContenderDecision[]): ContenderDecision[] => {
  const rank = (one: ContenderDecision): number => (one.role === 'king' ? 0 : one.in ? 1 : 2);
  return [...all].sort((a, b) => rank(a) - rank(b) || a.uid - b.uid);
};

export const contenderColumns = (look: Look): Column<ContenderDecision>[] => [
  { title: 'UID', width: 5, rank: 0, cell: (row) => span(`u${row.uid}`) },
  {
    title: 'IN',
    width: 3,
    rank: 0,
    cell: (row) => span(row.in ? 'yes' : 'no', row.in ? 'gate.ok' : 'text.secondary'),
  },
  { title: 'ROLE', width: 10, rank: 2, cell: (row) => span(row.role ?? '-') },
  { title: 'HOTKEY', width: 10, rank: 3, cell: (row) => span(cutMiddle(clean(row.hotkey, look, 80))) },
  { title: 'REASON', width: 24, rank: 0, grows: true, cell: (row) => span(clean(row.reason, look)) },
];

/** The selected contender in full, in `height` lines. */
export const contenderDetail = (row: ContenderDecision | null, look: Look, height: number): Line[] => {
  if (row === null) return [[span('no contender was listed')]];
  const { contender } = row;
  const texts = [
    `u${row.uid}  ${clean(row.hotkey, look, 80)}`,
    contender === null
      ? 'no commitment that counts'
      : `${clean(contender.repo, look, 200)} @${clean(contender.revision, look, 80)}`,
    contender === null ? '' : `counts from block ${count(contender.committedAt)}`,
    clean(row.reason, look, 1000),
  ];
  const lines = texts.filter((text) => text !== '').flatMap((text) => wrap(text, look.width));
  return lines.slice(0, height).map((text) => fitLine([span(text)], look.width));
};
