/**
 * Aggregates of axes that are rounded already: the mean is near the published one, the others are exact (rule: composite,
 * docs/methodology.md).
 */
export function aggregateAxes(
  axes: Readonly<Record<string, number | null>>,
  broken: readonly string[],
  weights: Readonly<Record<string, number>>,
): { readonly worst: number | null; readonly weighted: number | null; readonly present: number } {
  const active = Object.entries(axes).flatMap(([name, value]) =>
    value !== null && (weights[name] ?? 0) > 0 ? [[name, value] as const] : [],
  );
  const whole = active.filter(([name]) => !broken.includes(name)).map(([, value]) => value);
  const all = active.reduce((sum, [name]) => sum + (weights[name] ?? 0), 0);
  const sum = active.reduce((total, [name, value]) => total + (weights[name] ?? 0) * value, 0);
  return {
    worst: whole.length === 0 ? null : Math.min(...whole),
    weighted: all === 0 ? null : sum / all,
    present: whole.length,
  };
}
