import { type AxisAnchors, axisValue } from '../../decide/axes.js';
import { round } from '../../python/round.js';

/** An axis of a raw result on 4 decimals, as records keep it; null where the rule gives none. */
export function axisAt4(
  name: string,
  raw: Parameters<typeof axisValue>[1],
  anchors: AxisAnchors,
  version?: number,
): number | null {
  const value = axisValue(name, raw, anchors, version);
  return value === null ? null : round(value, 4);
}
