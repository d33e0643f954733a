/**
 * Aggregates of axes that are rounded already: the mean is near the published one, the others are exact (rule: composite,
 * docs/methodology.md).
 */
export function aggregateAxes(
  axes: Readonly<Record<string, number | null>>,
  broken: readonly string[],
  weights: Readonly<Record<string, number>>,
): { readonly worst: number | null; readonly weighted: number | null; readonly present: number } {
  let least = Number.POSITIVE_INFINITY;
  let present = 0;
  let sum = 0;
  let all = 0;
  for (const name of Object.keys(axes)) {
    const value = axes[name] ?? null;
    const weight = weights[name] ?? 0;
    if (value === null || !(weight > 0)) continue;
    all += weight;
    sum += weight * value;
    if (broken.includes(name)) continue;
    least = Math.min(least, value);
    present += 1;
  }
  return { worst: present === 0 ? null : least, weighted: all === 0 ? null : sum / all, present };
}
