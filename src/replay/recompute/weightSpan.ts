import type { PublishedRow } from '../../domain/published.js';
import type { Policy } from '../../eras/defineEra.js';

/** Weights from `low` to `high`, at least 0. */
export interface WeightSpan {
  readonly low: number;
  readonly high: number;
}

/** Room of a published weighted mean: its own 4 decimals and those of its axes. */
const ROOM = 1.5e-4;
const ANY: WeightSpan = { low: 0, high: Number.POSITIVE_INFINITY };

/**
 * Weights of one axis under which a row's published weighted mean follows from its published axes, the other weights as
 * the policy has them: (S + w v) / (W + w) lies between S / W and v, and w is solved from where it lies there.
 * @returns null when no weight gives it; every weight where the row holds no mean
 */
export function weightSpan(
  { axes, weighted, disqualified, isKing }: PublishedRow,
  axis: string,
  { axisWeights }: Pick<Policy, 'axisWeights'>,
): WeightSpan | null {
  if (weighted === null || (disqualified && !isKing)) return ANY;
  let sum = 0;
  let weights = 0;
  for (const [name, value] of Object.entries(axes)) {
    const weight = axisWeights[name] ?? 0;
    if (name === axis || value === null || !(weight > 0)) continue;
    sum += weight * value;
    weights += weight;
  }
  const own = Object.hasOwn(axes, axis) ? (axes[axis] ?? null) : null;
  if (weights === 0) return ANY;
  const without = sum / weights;
  const far = own === null ? 0 : own - without;
  if (Math.abs(far) < ROOM) return Math.abs(weighted - without) <= 2 * ROOM ? ANY : null;
  const ends = [weighted - ROOM, weighted + ROOM].map((mean) => (mean - without) / far).sort((a, b) => a - b);
  const [from = 0, to = 0] = ends;
  if (to < 0 || from >= 1) return null;
  const weightAt = (share: number) =>
    share >= 1 ? Number.POSITIVE_INFINITY : (weights * share) / (1 - share);
  return { low: weightAt(Math.max(0, from)), high: weightAt(to) };
}
