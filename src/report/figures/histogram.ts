import type { Bins } from './figure.js';
import type { Charset } from './marks.js';

export interface HistogramOptions {
  readonly width: number;
  /** Rows of the columns, without the axis. */
  readonly height: number;
  readonly charset: Charset;
  /** Printed left and right of zero: which side means what. */
  readonly left: string;
  readonly right: string;
}

export interface Histogram {
  /** Sides, columns, axis and its labels, from top to bottom; each at most `width` cells. */
  readonly lines: readonly string[];
  /** Values on each side of zero. */
  readonly above: number;
  readonly below: number;
  readonly sentence: string;
}

const EIGHTHS = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];
const QUARTERS = [' ', '.', ':', '#'];

/** The smallest of 1, 2, 5 times a power of ten that is not under `value`. */
export const niceCeiling = (value: number): number => {
  if (!(value > 0) || !Number.isFinite(value)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  const step = [1, 2, 5, 10].find((factor) => factor * power >= value * (1 - 1e-9)) ?? 10;
  return Number((step * power).toPrecision(1));
};

/** A tick of the axis: two digits with a sign. */
export const tickText = (value: number): string =>
  value === 0 ? '0' : `${value > 0 ? '+' : '-'}${Number(Math.abs(value).toPrecision(2))}`;

/** Counts per bin over [-limit, +limit]; zero is the edge between the two middle bins. */
const countBins = (values: readonly number[], half: number, limit: number): number[] => {
  const bins = Array.from({ length: half * 2 }, () => 0);
  for (const value of values) {
    const at = Math.floor((value / limit) * half) + half;
    const index = Math.min(bins.length - 1, Math.max(0, at));
    bins[index] = (bins[index] ?? 0) + 1;
  }
  return bins;
};

const columnRows = (bins: readonly number[], height: number, charset: Charset): string[] => {
  const levels = charset === 'unicode' ? EIGHTHS : QUARTERS;
  const per = levels.length - 1;
  const highest = Math.max(1, ...bins);
  const filled = bins.map((count) =>
    count === 0 ? 0 : Math.max(1, Math.round((count / highest) * height * per)),
  );
  return Array.from({ length: height }, (_, row) => {
    const base = (height - 1 - row) * per;
    return filled.map((level) => levels[Math.min(per, Math.max(0, level - base))] ?? ' ').join('');
  });
};

const axisRows = (half: number, limit: number, charset: Charset): [string, string] => {
  const [line, tick, zero] = charset === 'unicode' ? ['─', '┴', '┼'] : ['-', '|', '+'];
  const width = half * 2 + 1;
  const ticks = [0, Math.round(half / 2), half, half + Math.round(half / 2), width - 1];
  const cells = Array.from({ length: width }, () => line);
  const labels = Array.from({ length: width }, () => ' ');
  ticks.forEach((at, index) => {
    cells[at] = index === 2 ? zero : tick;
    const text = tickText(((index - 2) / 2) * limit);
    const from = Math.max(0, Math.min(width - text.length, at - Math.floor(text.length / 2)));
    if (labels.slice(Math.max(0, from - 1), from + text.length + 1).some((char) => char !== ' ')) return;
    for (let i = 0; i < text.length; i += 1) labels[from + i] = text[i] as string;
  });
  return [cells.join(''), labels.join('').trimEnd()];
};

/** The end of a scale that holds all but the rarest values: they would press the others together. */
export const limitOf = (values: readonly number[]): number => {
  const sizes = values.map(Math.abs).sort((a, b) => a - b);
  return niceCeiling(sizes[Math.ceil(sizes.length * 0.98) - 1] ?? 1);
};

/** Counts finite differences over a symmetric scale of `2 x half` columns; the last columns also hold what lies outside. */
export const binsOf = (values: readonly number[], half: number): Bins => {
  const limit = limitOf(values);
  return {
    limit,
    ticks: [-limit, -limit / 2, 0, limit / 2, limit],
    counts: countBins(values, half, limit),
    above: values.filter((value) => value > 0).length,
    below: values.filter((value) => value < 0).length,
    outside: values.filter((value) => Math.abs(value) > limit).length,
  };
};

/**
 * Draws how differences are distributed around zero. The scale is symmetric, so that the side is not a matter of taste.
 * A column with at least one value is never empty. The last columns also hold what lies outside.
 * @param values differences; values that are not finite are left out
 */
export const renderHistogram = (values: readonly number[], options: HistogramOptions): Histogram => {
  const finite = values.filter((value) => Number.isFinite(value));
  const half = Math.max(4, Math.floor((options.width - 1) / 2));
  if (finite.length === 0)
    return { lines: ['no pair of values'], above: 0, below: 0, sentence: 'There is no pair of values.' };
  const { limit, counts, above, below } = binsOf(finite, half);
  const zero = options.charset === 'unicode' ? '│' : '|';
  const [axis, labels] = axisRows(half, limit, options.charset);
  const columns = columnRows(counts, options.height, options.charset).map((row) =>
    `${row.slice(0, half)}${zero}${row.slice(half)}`.trimEnd(),
  );
  const sides = `${`${options.left} <-`.slice(-half).padStart(half)}${zero}${`-> ${options.right}`.slice(0, half)}`;
  return {
    lines: [sides, ...columns, axis, labels],
    above,
    below,
    sentence: `${finite.length} pairs: ${above} above zero (${options.right}), ${below} under zero (${options.left}).`,
  };
};
