import type { AxesFigure } from '../figure.js';

/** Values of one contender by axis, as the decision was given them. */
export type AxisValues = Readonly<Record<string, number | null>>;

export interface AxesInput {
  readonly kingUid: number;
  readonly challengerUid: number;
  readonly king: AxisValues;
  readonly challenger: AxisValues;
  /** Weights of the era; an axis with weight 0 is left out. */
  readonly weights: Readonly<Record<string, number>>;
  /** Axes that do not count in crown quality: relative to the round, or broken in it. */
  readonly aside: readonly string[];
}

const axisValue = (values: AxisValues, axis: string): number | null => {
  const value = Object.hasOwn(values, axis) ? values[axis] : null;
  return value === null || value === undefined || !Number.isFinite(value) ? null : value;
};

/** The axes of king and challenger, the heaviest first; null when neither has a value. */
export const axesFigure = (input: AxesInput): AxesFigure | null => {
  const rows = Object.entries(input.weights)
    .filter(([, weight]) => weight > 0)
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .map(([axis, weight]) => {
      const king = axisValue(input.king, axis);
      const challenger = axisValue(input.challenger, axis);
      const difference = king === null || challenger === null ? null : challenger - king;
      return { axis, weight, isQuality: !input.aside.includes(axis), king, challenger, difference };
    });
  if (rows.every((row) => row.king === null && row.challenger === null)) return null;
  const better = rows.filter((row) => (row.difference ?? 0) > 0).length;
  const worse = rows.filter((row) => (row.difference ?? 0) < 0).length;
  const absent = rows.filter((row) => row.difference === null).length;
  return {
    kind: 'axes',
    title: `Axes: king u${input.kingUid} and challenger u${input.challengerUid}`,
    sentence: `Of ${rows.length} weighted axes the challenger is better on ${better} and worse on ${worse}; ${absent} are absent for one of them, which is not 0.`,
    note: 'The values are those that the decision was given; coverage says how much was executed again. It does not show how many items an axis has.',
    kingUid: input.kingUid,
    challengerUid: input.challengerUid,
    rows,
  };
};
