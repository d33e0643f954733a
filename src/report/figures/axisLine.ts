import { printable } from '../../domain/printable.js';
import type { AxisWords, QualityAxis } from '../../domain/roundQuality.js';
import { renderBar } from './bars.js';
import type { Charset } from './marks.js';

/** A share at the decimals that records keep. */
export const shareText = (value: number | null): string => (value === null ? 'none' : value.toFixed(4));

/** Marks of axes that an evaluator's words were not asked for, or not in all. */
const WORDS: Readonly<Record<AxisWords, string>> = {
  own: ', our words',
  reference: '',
  mixed: ', partly our words',
};

/**
 * One axis as a line: name, bar, value, right ones of how many, what the validator declared, where the value is from, and
 * whether it is in our own words although an evaluator's were asked for.
 */
export function axisLine(
  { axis, weight, source, value, declared, n, correct, words }: QualityAxis,
  charset: Charset,
  bar: number,
): string {
  const counts = n === null || correct === null ? '' : `${correct} of ${n}`;
  const rest = charset === 'ascii' ? '.' : '░';
  return [
    printable(axis, 24).padEnd(18),
    weight.toFixed(2),
    renderBar(value ?? 0, bar, { charset, rest: value === null ? ' ' : rest }),
    shareText(value).padStart(6),
    counts.padStart(8),
    `declared ${shareText(declared).padStart(6)}`,
    `${source}${words === undefined ? '' : WORDS[words]}`,
  ].join(' ');
}
