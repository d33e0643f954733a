import type { Random } from './random.js';
import type { Score } from './truth/crown.js';
import type { Rules } from './truth/rules.js';
import { roundTo } from './truth/statistics.js';

/** What a composite is to be: its quality, its worst axis, and how much of it is there. */
export interface CompositeWish {
  /** Value of every quality axis (then the quality is exactly this one), or null for varied axes around `level`. */
  readonly exact: number | null;
  readonly level: number;
  /** Quality axes that are there; the others are absent. */
  readonly axes?: number;
  readonly worst?: number;
  readonly version?: number;
  readonly broken?: number;
  readonly nAxes?: number;
}

/** Four-decimal axes with their aggregates, as a validator stores them. */
export function compositeOf(random: Random, rules: Rules, wish: CompositeWish): Score {
  const names = Object.keys(rules.axes);
  const quality = names.filter((name) => !rules.relative.includes(name));
  const kept = new Set(random.shuffled(quality).slice(0, wish.axes ?? quality.length));
  const axes: Record<string, number | null> = {};
  for (const name of names) {
    const value = wish.exact ?? Math.min(1, Math.max(0, wish.level + 0.1 * random.normal()));
    const relative = rules.relative.includes(name);
    axes[name] = relative ? roundTo(random.between(0.5, 1), 4) : kept.has(name) ? roundTo(value, 4) : null;
  }
  if (wish.worst !== undefined) {
    const [name] = rules.relative;
    if (name !== undefined) axes[name] = wish.worst;
  }
  const broken = random
    .shuffled([...kept])
    .slice(0, wish.broken ?? 0)
    .sort();
  return aggregated(axes, broken, rules, wish);
}

/** `worst` without broken axes, `weighted` with them, four decimals. */
function aggregated(
  axes: Readonly<Record<string, number | null>>,
  broken: readonly string[],
  rules: Rules,
  wish: Pick<CompositeWish, 'version' | 'nAxes'> = {},
): Score {
  const present = Object.entries(rules.axes).flatMap(([name, weight]) => {
    const value = axes[name];
    return typeof value === 'number' && weight > 0 ? [{ name, weight, value }] : [];
  });
  const whole = present.filter(({ name }) => !broken.includes(name));
  const weight = present.reduce((a, one) => a + one.weight, 0);
  const total = present.reduce((a, one) => a + one.weight * one.value, 0);
  return {
    axes,
    broken,
    worst: whole.length === 0 ? null : roundTo(Math.min(...whole.map((one) => one.value)), 4),
    weighted: weight === 0 ? null : roundTo(total / weight, 4),
    nAxes: wish.nAxes ?? whole.length,
    version: wish.version ?? rules.tierVersion,
  };
}
