import type { AxisPolicy } from '../../report/axisPolicy.js';
import type { DeclaredAxes } from './declaredAxes.js';
import { pad, span } from './line.js';
import { clean, type Look } from './look.js';
import { difference, fixed } from './numbers.js';
import type { Column } from './table.js';

/** One axis of a duel. */
export interface AxisRow {
  readonly axis: string;
  /** null where the rules of the round are not held. */
  readonly weight: number | null;
  /** Counts in crown quality. */
  readonly isQuality: boolean;
  readonly king: number | null;
  readonly challenger: number | null;
}

/** The axes that count in quality first, the heaviest first; then relative and muted ones. Absent is not 0. */
export const axisRows = (declared: DeclaredAxes, policy: AxisPolicy | null): AxisRow[] => {
  const names = new Set([
    ...Object.keys(policy?.axisWeights ?? {}),
    ...Object.keys(declared.king),
    ...Object.keys(declared.challenger),
  ]);
  const of = (axes: Readonly<Record<string, number | null>>, name: string): number | null =>
    Object.hasOwn(axes, name) ? (axes[name] ?? null) : null;
  return [...names]
    .map((axis): AxisRow => {
      const weight = policy === null ? null : of(policy.axisWeights, axis);
      return {
        axis,
        weight,
        isQuality: weight !== null && weight > 0 && !(policy?.relativeAxes ?? []).includes(axis),
        king: of(declared.king, axis),
        challenger: of(declared.challenger, axis),
      };
    })
    .sort(
      (a, b) =>
        Number(b.isQuality) - Number(a.isQuality) ||
        (b.weight ?? 0) - (a.weight ?? 0) ||
        (a.axis < b.axis ? -1 : 1),
    );
};

const value = (one: number | null): string => (one === null ? 'absent' : fixed(one, 4));

/** Two values on one scale from 0 to 1: `k` king, `c` challenger, `B` both. */
const axisBar = ({ king, challenger }: AxisRow, width: number): string => {
  const room = Math.max(1, width - 1);
  const cell = (one: number): number => Math.round(Math.min(1, Math.max(0, one)) * (room - 1));
  const line: string[] = Array.from({ length: room }, (_, at) =>
    at < Math.max(king === null ? -1 : cell(king), challenger === null ? -1 : cell(challenger)) ? '=' : ' ',
  );
  if (king !== null) line[cell(king)] = 'k';
  if (challenger !== null)
    line[cell(challenger)] = king !== null && cell(king) === cell(challenger) ? 'B' : 'c';
  return pad(`|${line.join('')}`, width);
};

export const axisColumns = (look: Look): Column<AxisRow>[] => [
  { title: 'AXIS', width: 19, rank: 0, cell: (row) => span(clean(row.axis, look, 60)) },
  {
    title: 'WEIGHT',
    width: 6,
    align: 'right',
    rank: 3,
    cell: (row) =>
      span(row.weight === null ? '-' : row.isQuality ? fixed(row.weight, 2) : `(${fixed(row.weight, 2)})`),
  },
  { title: 'KING', width: 6, align: 'right', rank: 0, cell: (row) => span(value(row.king)) },
  { title: 'CHALL', width: 6, align: 'right', rank: 0, cell: (row) => span(value(row.challenger)) },
  {
    title: 'DIFF',
    width: 7,
    align: 'right',
    rank: 1,
    cell: (row) =>
      span(row.king === null || row.challenger === null ? '-' : difference(row.challenger - row.king, 4)),
  },
  { title: 'SOURCE', width: 8, rank: 2, cell: () => span('declared', 'text.secondary') },
  {
    title: '0 .. 1',
    width: 12,
    rank: 4,
    grows: true,
    cell: (row, width) => span(axisBar(row, Math.min(width, 48))),
  },
];
