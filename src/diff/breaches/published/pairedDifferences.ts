import type { PublishedRow } from '../../../domain/published.js';
import { normalTail } from '../duel/normalTail.js';

/** Paired differences of two lists of per-prompt KL, unrounded, nats per position. */
interface PairedDifferences {
  readonly n: number;
  /** Of first minus second: positive when the second is better. */
  readonly mean: number;
  readonly se: number;
  /** Two-sided, normal. */
  readonly p2: number;
}

/** Squared spread at or below which the differences count as one constant. */
const DEGENERATE_SQUARES = 1e-18;

/** A row's list where every entry is a number; null when it has none. */
export const listOf = (row: PublishedRow | null): readonly number[] | null => {
  const list = row?.klPerPrompt ?? null;
  if (list === null || list.length === 0) return null;
  return list.every((value) => value !== null && Number.isFinite(value)) ? (list as readonly number[]) : null;
};

/** Over the common length, which must be 2 or more (rule: paired duel, docs/methodology.md). */
export function pairedDifferences(
  first: readonly number[],
  second: readonly number[],
): PairedDifferences | null {
  const n = Math.min(first.length, second.length);
  if (n < 2) return null;
  const deltas = first.slice(0, n).map((value, at) => value - (second[at] as number));
  const mean = deltas.reduce((sum, delta) => sum + delta, 0) / n;
  const squares = deltas.reduce((sum, delta) => sum + (delta - mean) * (delta - mean), 0);
  if (squares <= DEGENERATE_SQUARES) return { n, mean, se: 0, p2: mean === 0 ? 1 : 0 };
  const se = Math.sqrt(squares / (n - 1)) / Math.sqrt(n);
  const above = normalTail(mean / se);
  return { n, mean, se, p2: 2 * Math.min(above, 1 - above) };
}
