import { flatMap } from '../domain/flatMap.js';
import { round as pyRound } from '../python/round.js';
import { AXIS_NAMES, type AxisAnchors, axisValue, type RawResult } from './axes.js';

export interface Composite {
  /** 4 decimals; null = absent. */
  readonly axes: Readonly<Record<string, number | null>>;
  /** Least active axis that is not broken; null when none is present. */
  readonly worst: number | null;
  /** Weighted mean over the active axes, broken ones included. */
  readonly weighted: number | null;
  /** Size of the set that `worst` is taken over. */
  readonly presentCount: number;
}

/** Python's `min`: a NaN that comes later never wins, one that comes first stays. */
const least = (best: number, one: number): number => (one < best ? one : best);

/** Composite of one raw result, with the aggregates rounded to 4 decimals (rule: composite, docs/methodology.md). */
export function composite(
  result: RawResult,
  anchors: AxisAnchors,
  broken: readonly string[],
  axisWeights: Readonly<Record<string, number>>,
  version?: number,
): Composite {
  const exact = AXIS_NAMES.map((name) => [name, axisValue(name, result, anchors, version)] as const);
  const active = flatMap(exact, ([name, value]) =>
    value !== null && (axisWeights[name] ?? 0) > 0 ? [[name, value] as const] : [],
  );
  const whole = active.filter(([name]) => !broken.includes(name)).map(([, value]) => value);
  let sum = 0;
  let weights = 0;
  // In the order of the weights, as crown quality is summed: the order can move the last decimal at a tie.
  const values = new Map(active);
  for (const [name, weight] of Object.entries(axisWeights)) {
    const value = values.get(name);
    if (value === undefined) continue;
    sum += weight * value;
    weights += weight;
  }
  return {
    axes: Object.fromEntries(exact.map(([name, value]) => [name, value === null ? null : pyRound(value, 4)])),
    worst: whole.length === 0 ? null : pyRound(whole.reduce(least), 4),
    weighted: weights === 0 ? null : pyRound(sum / weights, 4),
    presentCount: whole.length,
  };
}
